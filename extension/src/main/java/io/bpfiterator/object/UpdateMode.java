package io.bpfiterator.object;

/** Whether an update may make a new element or change an old one: {@code BPF_ANY} and its like in {@code linux/bpf.h}. */
public enum UpdateMode {
    /** Makes a new element or changes the old one. */
    ANY,
    /** Makes a new element; an old one is an error ({@code EEXIST}). */
    NOEXIST,
    /** Changes the old element; none is an error ({@code ENOENT}). */
    EXIST;

    long flag() {
        return ordinal();
    }
}
