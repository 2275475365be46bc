// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import java.util.List;

/**
 * One type of a {@link Btf}; {@code Documentation/bpf/btf.rst} of the kernel describes the kinds. A type refers to
 * other types by id, where id 0 is {@code void}. Sizes are in bytes, bit offsets and bit sizes in bits.
 */
public sealed interface BtfType {

    /** Returns the type's name; empty for an anonymous type. */
    String name();

    /** An integer, a character or a boolean. */
    record Int(String name, int size, boolean signed, boolean bool) implements BtfType {}

    /** A floating-point number. */
    record Float(String name, int size) implements BtfType {}

    record Pointer(int target) implements BtfType {
        @Override
        public String name() {
            return "";
        }
    }

    record Array(int element, int length) implements BtfType {
        @Override
        public String name() {
            return "";
        }
    }

    /** A struct, or a union if {@code union}. */
    record Struct(String name, int size, boolean union, List<Member> members) implements BtfType {
        public Struct {
            members = List.copyOf(members);
        }
    }

    /** A member of a struct; {@code bitSize} is 0 unless the member is a bit-field. */
    record Member(String name, int type, int bitOffset, int bitSize) {}

    /**
     * An enumeration of 32 or 64 bits.
     *
     * @param truncated whether the values lack their upper 32 bits: clang before 15 has no other form
     */
    record Enum(String name, int size, boolean signed, List<Enumerator> enumerators, boolean truncated)
            implements BtfType {
        public Enum {
            enumerators = List.copyOf(enumerators);
        }
    }

    record Enumerator(String name, long value) {}

    /**
     * Another name for a type, or a qualified type: {@code typedef}, {@code const}, {@code volatile}, {@code restrict}
     * or a type tag. Only a typedef has a name.
     */
    record Alias(String name, int target) implements BtfType {}

    record Function(String name, int prototype) implements BtfType {}

    record Prototype(int returned, List<Integer> parameters) implements BtfType {
        public Prototype {
            parameters = List.copyOf(parameters);
        }

        @Override
        public String name() {
            return "";
        }
    }

    record Variable(String name, int type) implements BtfType {}

    /** The variables of an ELF section, such as {@code .rodata} or {@code .maps}. */
    record Section(String name, int size, List<SectionVariable> variables) implements BtfType {
        public Section {
            variables = List.copyOf(variables);
        }
    }

    /** The position of a variable in its section. */
    record SectionVariable(int variable, int offset, int size) {}

    /**
     * A type without a size, whose contents are not decoded: a forward declaration, a declaration tag, {@code void}.
     */
    record Opaque(String name) implements BtfType {}
}
