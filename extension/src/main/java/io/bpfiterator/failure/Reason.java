package io.bpfiterator.failure;

/** Says why something failed, so that a test can match it without reading the message. */
public enum Reason {
    /** The kernel or this machine does not have it: an iterator target, BTF, libbpf, QEMU. */
    ABSENT,
    /** The kernel has it and refuses it, although this process has the privilege. */
    REFUSED,
    /** This process lacks the privilege. */
    NOT_PERMITTED,
    /** Something that the test names does not exist: a file, a map, a program. */
    NOT_FOUND,
    /** Something that the test says, or the BPF object, is wrong. */
    INVALID,
    /** A call failed for another reason; the message and the error number say which. */
    FAILED;

    /**
     * Returns whether neither the test nor the object is wrong, so that the same test can pass on another machine or
     * kernel, or with more privilege.
     */
    public boolean isUnavailable() {
        return this == ABSENT || this == REFUSED || this == NOT_PERMITTED;
    }
}
