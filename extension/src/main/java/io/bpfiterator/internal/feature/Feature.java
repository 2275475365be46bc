package io.bpfiterator.internal.feature;

/**
 * A thing that a kernel has for BPF programs.
 *
 * @param name as C code has it: {@code task} of {@code SEC("iter/task")}, {@code bpf_loop}
 */
public record Feature(Kind kind, String name) {

    /** The kinds. */
    public enum Kind {
        ITERATOR("iterator target"),
        HELPER("helper"),
        KFUNC("kfunc");

        private final String description;

        Kind(String description) {
            this.description = description;
        }

        @Override
        public String toString() {
            return description;
        }
    }

    /** Returns {@code iterator target task}. */
    @Override
    public String toString() {
        return kind + " " + name;
    }
}
