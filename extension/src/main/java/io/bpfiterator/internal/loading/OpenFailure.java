// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.LibbpfLog;

/** Explains why libbpf could not open an object. */
final class OpenFailure {

    private OpenFailure() {}

    static Failure of(ObjectFile file, LibbpfLog log) {
        return Failure.invalid("libbpf cannot open " + file)
                .because(log.firstWarning())
                .remedy("Compile it with clang -O2 -g --target=bpf -c")
                .log(log.text());
    }
}
