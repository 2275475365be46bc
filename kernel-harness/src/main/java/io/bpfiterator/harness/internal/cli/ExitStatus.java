// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

/** Defines the exit statuses of bpftool, which exits with -1 or with libbpf's return value. */
final class ExitStatus {

    static final int OK = 0;
    static final int FAILURE = 255;

    /** {@code LIBBPF_ERRNO__FORMAT} of {@code bpf/libbpf_legacy.h}: the file is not a BPF object. */
    static final int LIBBPF_FORMAT = 4001;

    private ExitStatus() {}

    /** Returns the low eight bits of the negated error number, which a shell sees. */
    static int ofErrno(int errno) {
        return -errno & 0xff;
    }
}
