// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import java.nio.file.Path;

/** Writes values in QEMU's options. */
final class OptionValue {

    private OptionValue() {}

    /** Returns a path as a value in a QEMU option, where a comma is doubled. */
    static String of(Path path) {
        return path.toString().replace(",", ",,");
    }
}
