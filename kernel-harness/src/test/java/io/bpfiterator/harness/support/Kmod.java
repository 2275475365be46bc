// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.support;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;

/** The programs of kmod, which only modules require. */
public final class Kmod {

    private Kmod() {}

    /** Skips a test on a machine without them. */
    public static void assumeInstalled() {
        assumeThat(Path.of("/usr/sbin/depmod")).as("kmod").exists();
    }
}
