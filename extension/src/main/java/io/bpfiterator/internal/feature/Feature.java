// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.feature;

/**
 * A feature of a kernel for BPF programs.
 *
 * @param kind the kind of feature
 * @param name the name in C code: {@code task} as in {@code SEC("iter/task")}, {@code bpf_loop}
 */
public record Feature(Kind kind, String name) {

    /** The kinds of features. */
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
