package io.bpfiterator.object;

/** Says whether an update may create or change an element: {@code BPF_ANY}, {@code BPF_NOEXIST}, {@code BPF_EXIST}. */
public enum UpdateMode {
    /** Creates an element or changes the existing one. */
    ANY,
    /** Creates an element; an existing one is an error ({@code EEXIST}). */
    NOEXIST,
    /** Changes the existing element; a missing one is an error ({@code ENOENT}). */
    EXIST;

    long flag() {
        return ordinal();
    }
}
