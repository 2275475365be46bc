// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

/** The kinds of types in BTF, under the names of {@code include/uapi/linux/btf.h}, and what depends on them alone. */
final class BtfKind {

    static final int INT = 1;
    static final int PTR = 2;
    static final int ARRAY = 3;
    static final int STRUCT = 4;
    static final int UNION = 5;
    static final int ENUM = 6;
    static final int FWD = 7;
    static final int TYPEDEF = 8;
    static final int VOLATILE = 9;
    static final int CONST = 10;
    static final int RESTRICT = 11;
    static final int FUNC = 12;
    static final int FUNC_PROTO = 13;
    static final int VAR = 14;
    static final int DATASEC = 15;
    static final int FLOAT = 16;
    static final int DECL_TAG = 17;
    static final int TYPE_TAG = 18;
    static final int ENUM64 = 19;

    private BtfKind() {}

    /** Returns the kind in the word of a type that holds it. */
    static int of(int info) {
        return info >>> 24 & 0x1f;
    }

    /** Returns how many members, parameters or other parts the same word counts. */
    static int parts(int info) {
        return info & 0xffff;
    }

    /** Returns the class that describes types of a kind. */
    static Class<? extends BtfType> classOf(int kind) {
        return switch (kind) {
            case INT -> BtfType.Int.class;
            case FLOAT -> BtfType.Float.class;
            case PTR -> BtfType.Pointer.class;
            case ARRAY -> BtfType.Array.class;
            case STRUCT, UNION -> BtfType.Struct.class;
            case ENUM, ENUM64 -> BtfType.Enum.class;
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> BtfType.Alias.class;
            case FUNC -> BtfType.Function.class;
            case FUNC_PROTO -> BtfType.Prototype.class;
            case VAR -> BtfType.Variable.class;
            case DATASEC -> BtfType.Section.class;
            default -> BtfType.Opaque.class;
        };
    }

    /** Returns the size of what follows the part that all types have in common; negative for an unknown kind. */
    static int trailingBytes(int info) {
        int parts = parts(info);
        return switch (of(info)) {
            case INT, VAR, DECL_TAG -> 4;
            case ARRAY -> 12;
            case STRUCT, UNION, DATASEC, ENUM64 -> 12 * parts;
            case ENUM, FUNC_PROTO -> 8 * parts;
            case PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FLOAT, TYPE_TAG -> 0;
            default -> -1;
        };
    }
}
