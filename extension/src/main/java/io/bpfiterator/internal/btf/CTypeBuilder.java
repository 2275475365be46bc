// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import java.util.List;

/** Builds C types from BTF. */
record CTypeBuilder(Btf btf) {

    CType build(int id) {
        return build(id, "");
    }

    /** Builds a type; {@code typedef} is the outermost typedef on the way to it, or an empty string. */
    private CType build(int id, String typedef) {
        BtfType type = btf.type(id);
        if (type instanceof BtfType.Alias alias) {
            return build(alias.target(), or(typedef, alias.name()));
        } else if (type instanceof BtfType.Int integer) {
            return new CType.Int(or(typedef, integer.name()), integer.size(), integer.signed(), integer.bool());
        } else if (type instanceof BtfType.Float number) {
            return new CType.Real(or(typedef, number.name()), number.size());
        } else if (type instanceof BtfType.Pointer pointer) {
            return typedef.isEmpty()
                    ? new CType.Pointer(name(pointer.target()))
                    : new CType.Int(typedef, Long.BYTES, false, false);
        } else if (type instanceof BtfType.Array array) {
            return new CType.Array(build(array.element()), array.length());
        } else if (type instanceof BtfType.Enum enumeration) {
            return enumeration(enumeration, or(typedef, tagged("enum", enumeration.name())));
        } else if (type instanceof BtfType.Struct struct) {
            return struct(struct, or(typedef, tagged(keyword(struct), struct.name())));
        } else if (type instanceof BtfType.Variable variable) {
            return build(variable.type());
        }
        return new CType.Opaque(or(typedef, name(id)));
    }

    /**
     * Returns an enumeration, which is signed if the BTF says so or an enumerator of 4 bytes has the sign's bit: clang
     * before 15 calls every enumeration unsigned.
     */
    private static CType enumeration(BtfType.Enum type, String name) {
        boolean signed = type.signed()
                || type.size() == Integer.BYTES
                        && type.enumerators().stream().anyMatch(enumerator -> enumerator.value() > Integer.MAX_VALUE);
        List<BtfType.Enumerator> enumerators = type.enumerators().stream()
                .map(enumerator -> signed && type.size() == Integer.BYTES
                        ? new BtfType.Enumerator(enumerator.name(), (int) enumerator.value())
                        : enumerator)
                .toList();
        return new CType.Enum(name, type.size(), signed, type.truncated() ? List.of() : enumerators);
    }

    private CType struct(BtfType.Struct struct, String name) {
        List<CType.Member> members = struct.members().stream()
                .map(member ->
                        new CType.Member(member.name(), build(member.type()), member.bitOffset(), member.bitSize()))
                .toList();
        int alignment = members.stream()
                .mapToInt(member -> member.type().alignment())
                .max()
                .orElse(1);
        return new CType.Struct(name, struct.size(), alignment, members);
    }

    /** Returns the name of a type without building it. */
    String name(int id) {
        BtfType type = btf.type(id);
        if (type instanceof BtfType.Alias alias) {
            return or(alias.name(), name(alias.target()));
        } else if (type instanceof BtfType.Pointer pointer) {
            return new CType.Pointer(name(pointer.target())).declare("");
        } else if (type instanceof BtfType.Array array) {
            return name(array.element());
        } else if (type instanceof BtfType.Enum) {
            return tagged("enum", type.name());
        } else if (type instanceof BtfType.Struct struct) {
            return tagged(keyword(struct), struct.name());
        } else if (type instanceof BtfType.Opaque) {
            return type.name().equals("void") ? "void" : tagged("struct", type.name());
        }
        return or(type.name(), "void");
    }

    private static String keyword(BtfType.Struct struct) {
        return struct.union() ? "union" : "struct";
    }

    private static String tagged(String keyword, String tag) {
        return tag.isEmpty() ? keyword : keyword + " " + tag;
    }

    private static String or(String name, String otherwise) {
        return name.isEmpty() ? otherwise : name;
    }
}
