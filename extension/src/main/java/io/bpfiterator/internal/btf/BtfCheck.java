// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.internal.failure.MalformedFileException;
import io.bpfiterator.internal.text.Count;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Checks that the types of an object refer to what exists and contain what they have room for. libbpf before 1.5 does
 * not check this, and reads at any address that the types lead to; the codecs of this package rely on it too.
 *
 * <p>Everything that a compiler writes passes. The kernel checks more.
 */
public final class BtfCheck {

    private static final int LARGEST_INT = 16;
    private static final int LARGEST_ENUM = 8;

    private final Btf btf;

    private BtfCheck(Btf btf) {
        this.btf = btf;
    }

    /**
     * Returns the types in raw BTF after the check; empty if a kind of type is unknown, so that only a newer libbpf can
     * check the types.
     *
     * @throws MalformedFileException if a type contradicts another part of the BTF
     */
    public static Optional<Btf> parse(byte[] bytes) {
        Btf btf;
        try {
            btf = Btf.parse(bytes);
        } catch (Btf.UnknownKind e) {
            return Optional.empty();
        }
        BtfCheck check = new BtfCheck(btf);
        for (int id = 1; id < btf.size(); id++) {
            check.type(id);
        }
        TypeSizes sizes = new TypeSizes(btf);
        for (int id = 1; id < btf.size(); id++) {
            check.size(id, sizes);
        }
        return Optional.of(btf);
    }

    private void type(int id) {
        name(id, 0, "its name");
        switch (btf.kindOf(id)) {
            case BtfKind.INT -> integer(id);
            case BtfKind.FLOAT -> requireSize(id, size -> size == 12 || isPowerOfTwo(size, LARGEST_INT) && size > 1);
            case BtfKind.PTR,
                    BtfKind.TYPEDEF,
                    BtfKind.VOLATILE,
                    BtfKind.CONST,
                    BtfKind.RESTRICT,
                    BtfKind.TYPE_TAG,
                    BtfKind.VAR -> valueType(id, 2, "it");
            case BtfKind.ARRAY -> {
                valueType(id, 3, "its element");
                valueType(id, 4, "its index");
            }
            case BtfKind.STRUCT, BtfKind.UNION -> {
                for (int i = 0; i < btf.countOf(id); i++) {
                    part(id, "member", i, 3);
                }
            }
            case BtfKind.ENUM -> enumeration(id, 2);
            case BtfKind.ENUM64 -> enumeration(id, 3);
            case BtfKind.FUNC -> {
                if (kind(id, 2, "it") != BtfKind.FUNC_PROTO) {
                    throw malformed(id, "is a function, but type " + btf.word(id, 2) + " is not a prototype");
                }
            }
            case BtfKind.FUNC_PROTO -> {
                valueType(id, 2, "its result");
                for (int i = 0; i < btf.countOf(id); i++) {
                    part(id, "parameter", i, 2);
                }
            }
            case BtfKind.DATASEC -> section(id);
            case BtfKind.DECL_TAG -> kind(id, 2, "it");
            default -> {}
        }
    }

    private void integer(int id) {
        requireSize(id, size -> size >= 1 && size <= LARGEST_INT);
        int encoding = btf.word(id, 3);
        int bits = encoding & 0xff;
        int offset = encoding >>> 16 & 0xff;
        if (offset + bits > btf.word(id, 2) * Byte.SIZE) {
            throw malformed(
                    id,
                    "has " + Count.of(bits, "bit") + " at bit " + offset + " of " + Count.of(btf.word(id, 2), "byte"));
        }
    }

    private void enumeration(int id, int words) {
        // A compiler gives an enumeration that is only declared no size.
        requireSize(id, size -> isPowerOfTwo(size, LARGEST_ENUM) || size == 0 && btf.countOf(id) == 0);
        for (int i = 0; i < btf.countOf(id); i++) {
            name(id, 3 + i * words, "the name of enumerator " + i);
        }
    }

    /** Checks the name and the type of a part: a member or a parameter. */
    private void part(int id, String kind, int index, int words) {
        String part = kind + " " + index;
        name(id, 3 + index * words, "the name of " + part);
        valueType(id, 4 + index * words, part);
    }

    private void section(int id) {
        boolean configuration = btf.string(btf.word(id, 0)).equals(".kconfig");
        for (int i = 0; i < btf.countOf(id); i++) {
            int kind = kind(id, 3 + i * 3, "entry " + i);
            if (kind != BtfKind.VAR && (kind != BtfKind.FUNC || configuration)) {
                throw malformed(id, "is a section, but its entry " + i + " is not a variable");
            }
        }
    }

    private void size(int id, TypeSizes sizes) {
        long size = sizes.of(id);
        if (size > Integer.MAX_VALUE) {
            throw malformed(id, "has " + size + " bytes, more than the kernel allows");
        }
        int kind = btf.kindOf(id);
        if (kind == BtfKind.STRUCT || kind == BtfKind.UNION) {
            for (int i = 0; i < btf.countOf(id); i++) {
                if (!sizes.isComplete(btf.word(id, 4 + i * 3))) {
                    throw malformed(id, "has member " + i + " of a type without a size");
                }
                if (sizes.endOfMember(id, i) > size * Byte.SIZE) {
                    throw malformed(id, "has " + Count.of(size, "byte") + ", but member " + i + " ends after them");
                }
            }
        }
    }

    private void name(int id, int word, String what) {
        int offset = btf.word(id, word);
        if (Integer.compareUnsigned(offset, btf.stringBytes()) >= 0) {
            throw malformed(
                    id,
                    "is damaged: " + what + " is at " + Integer.toUnsignedString(offset) + ", but the names have "
                            + btf.stringBytes() + " bytes");
        }
    }

    /** Checks a reference to a type that values can have, or that can be pointed to. */
    private void valueType(int id, int word, String what) {
        switch (kind(id, word, what)) {
            case BtfKind.FUNC, BtfKind.VAR, BtfKind.DATASEC, BtfKind.DECL_TAG ->
                throw malformed(
                        id,
                        "is damaged: " + what + " refers to type " + btf.word(id, word) + ", which is not a C type");
            default -> {}
        }
    }

    /** Returns the kind of the type that a word refers to; 0 for void. */
    private int kind(int id, int word, String what) {
        int target = btf.word(id, word);
        if (Integer.compareUnsigned(target, btf.size()) >= 0) {
            throw malformed(
                    id,
                    "is damaged: " + what + " refers to type " + Integer.toUnsignedString(target) + ", but the last is "
                            + (btf.size() - 1));
        }
        return target == 0 ? 0 : btf.kindOf(target);
    }

    private void requireSize(int id, IntPredicate valid) {
        int size = btf.word(id, 2);
        if (!valid.test(size)) {
            throw malformed(id, "cannot have " + Integer.toUnsignedString(size) + " bytes");
        }
    }

    private static boolean isPowerOfTwo(int size, int largest) {
        return size >= 1 && size <= largest && Integer.bitCount(size) == 1;
    }

    private MalformedFileException malformed(int id, String problem) {
        return TypeSizes.malformed(btf, id, problem);
    }
}
