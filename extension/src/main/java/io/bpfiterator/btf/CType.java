package io.bpfiterator.btf;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A C type with all that it takes to lay out, read and print its values: what it is made of lies in it, not behind an id.
 * Typedefs leave their name, qualifiers leave nothing.
 */
sealed interface CType {

    /** Returns the size in bytes; 0 for a type without values. */
    int size();

    /** Returns what the address is a multiple of, in bytes, unless the struct is packed. */
    int alignment();

    /** Returns the C declaration of a variable of this type; of the type alone if {@code name} is empty. */
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

    /** A pointer; what it points to is known by its C name alone, since a list points to itself. */
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

    /** A struct or a union; {@code name} is as C writes it, {@code struct event}, or the keyword alone. */
    record Struct(String name, int size, int alignment, List<Member> members) implements CType {

        private static final int MEMBERS_SHOWN = 40;

        @Override
        public String declare(String variable) {
            return join(anonymous() ? definition() : name, variable);
        }

        /** Tells a type without a tag, whose members belong to the struct around it where it has no name there either. */
        boolean anonymous() {
            return name.equals("struct") || name.equals("union");
        }

        /** Returns the C definition, cut where it is long. */
        String definition() {
            String shown = members.stream()
                    .limit(MEMBERS_SHOWN)
                    .map(Member::declaration)
                    .collect(Collectors.joining("; "));
            int hidden = members.size() - MEMBERS_SHOWN;
            return name + " { " + shown + (members.isEmpty() ? "" : "; ")
                    + (hidden > 0 ? "/* and " + hidden + " more */ " : "") + "}";
        }

        /** Returns the members that C finds by name, those of anonymous structs and unions among them. */
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

    /** A type without values: {@code void}, a function, a struct that is declared only. */
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

    /** A member of a struct; {@code bitSize} is 0 for one that is no bit-field. */
    record Member(String name, CType type, int bitOffset, int bitSize) {

        String declaration() {
            return type.declare(name) + (bitSize == 0 ? "" : " : " + bitSize);
        }

        /** Returns the first byte that has a bit of the member. */
        int offset() {
            return bitOffset / Byte.SIZE;
        }

        /** Returns the byte after the last one that has a bit of the member. */
        int end() {
            return bitSize == 0 ? offset() + type.size() : (bitOffset + bitSize + Byte.SIZE - 1) / Byte.SIZE;
        }

        private Member at(int place) {
            return new Member(name, type, place, bitSize);
        }
    }

    private static String join(String type, String variable) {
        return variable.isEmpty() || variable.startsWith("[") ? type + variable : type + " " + variable;
    }
}
