package io.bpfiterator.harness.cli;

/** The exit statuses of bpftool, which ends with -1 or with what libbpf returned. */
final class ExitStatus {

    static final int OK = 0;
    static final int FAILURE = 255;

    /** {@code LIBBPF_ERRNO__FORMAT} of {@code bpf/libbpf_legacy.h}: no BPF object. */
    static final int LIBBPF_FORMAT = 4001;

    private ExitStatus() {}

    /** Returns what a shell sees of a negated error number: its low eight bits. */
    static int ofErrno(int errno) {
        return -errno & 0xff;
    }
}
