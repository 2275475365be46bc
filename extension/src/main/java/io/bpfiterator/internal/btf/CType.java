// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A C type with everything that is required to lay out, read and print its values. It holds the types of its parts, not
 * their ids. Of a typedef only the name remains; qualifiers are left out.
 */
public sealed interface CType {

    /** Returns the size in bytes; 0 for a type without values. */
    int size();

    /** Returns the alignment in bytes, which applies unless the struct is packed. */
    int alignment();

    /** Returns the C declaration of a variable of this type; the type's name if {@code name} is empty. */
    String declare(String name);

    /** Builds the type with an id. */
    static CType of(Btf btf, int id) {
        return new CTypeBuilder(btf).build(id);
    }

    /** An integer, a character, a boolean, or an address. */
    record Int(String name, int size, boolean signed, boolean bool) implements CType {
        @Override
        public int alignment() {
            return size;
        }

        @Override
        public String declare(String variable) {
            return join(name, variable);
        }
    }

    record Real(String name, int size) implements CType {
        @Override
        public int alignment() {
            return size;
        }

        @Override
        public String declare(String variable) {
            return join(name, variable);
        }
    }

    /** An enumeration. */
    record Enum(String name, int size, boolean signed, List<BtfType.Enumerator> enumerators) implements CType {
        @Override
        public int alignment() {
            return size;
        }

        @Override
        public String declare(String variable) {
            return join(name, variable);
        }
    }

    /** A pointer. It holds only the name of its target type, since a type may point to itself. */
    record Pointer(String target) implements CType {
        @Override
        public int size() {
            return Long.BYTES;
        }

        @Override
        public int alignment() {
            return Long.BYTES;
        }

        @Override
        public String declare(String variable) {
            return target + (target.endsWith("*") ? "*" : " *") + variable;
        }
    }

    record Array(CType element, int length) implements CType {
        @Override
        public int size() {
            return element.size() * length;
        }

        @Override
        public int alignment() {
            return element.alignment();
        }

        @Override
        public String declare(String variable) {
            return element.declare(variable + "[" + length + "]");
        }
    }

    /** A struct or a union; {@code name} is {@code struct event}, or only {@code struct} for an anonymous struct. */
    record Struct(String name, int size, int alignment, List<Member> members) implements CType {

        private static final int MEMBERS_SHOWN = 40;

        @Override
        public String declare(String variable) {
            return join(anonymous() ? definition() : name, variable);
        }

        /** Returns whether the type has neither a tag nor a typedef. */
        boolean anonymous() {
            return name.equals("struct") || name.equals("union");
        }

        /** Returns the C definition, with at most the first 40 members. */
        public String definition() {
            String shown = members.stream()
                    .limit(MEMBERS_SHOWN)
                    .map(Member::declaration)
                    .collect(Collectors.joining("; "));
            int hidden = members.size() - MEMBERS_SHOWN;
            return name + " { " + shown + (members.isEmpty() ? "" : "; ")
                    + (hidden > 0 ? "/* and " + hidden + " more */ " : "") + "}";
        }

        /** Returns the members that C finds by name, including those of anonymous structs and unions. */
        List<Member> named() {
            List<Member> named = new ArrayList<>();
            for (Member member : members) {
                if (!member.name().isEmpty()) {
                    named.add(member);
                } else if (member.type() instanceof Struct inner) {
                    inner.named().stream()
                            .map(part -> part.at(member.bitOffset() + part.bitOffset()))
                            .forEach(named::add);
                }
            }
            return named;
        }
    }

    /** A type without values: {@code void}, a function, a forward-declared struct. */
    record Opaque(String name) implements CType {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public int alignment() {
            return 1;
        }

        @Override
        public String declare(String variable) {
            return join(name, variable);
        }
    }

    /** A member of a struct; {@code bitSize} is 0 unless the member is a bit-field. */
    record Member(String name, CType type, int bitOffset, int bitSize) {

        String declaration() {
            return type.declare(name) + (bitSize == 0 ? "" : " : " + bitSize);
        }

        /** Returns the offset of the first byte that has a bit of the member. */
        int offset() {
            return bitOffset / Byte.SIZE;
        }

        /** Returns the offset after the last byte that has a bit of the member. */
        int end() {
            return bitSize == 0 ? offset() + type.size() : (bitOffset + bitSize + Byte.SIZE - 1) / Byte.SIZE;
        }

        private Member at(int newBitOffset) {
            return new Member(name, type, newBitOffset, bitSize);
        }
    }

    private static String join(String type, String variable) {
        return variable.isEmpty() || variable.startsWith("[") ? type + variable : type + " " + variable;
    }
}
