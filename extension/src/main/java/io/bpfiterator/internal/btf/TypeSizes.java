// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.internal.failure.MalformedFileException;
import java.util.stream.IntStream;

/**
 * The sizes of all types of an object. Computing them shows that no type contains itself, and that the recursion of
 * libbpf and of this package over a type ends soon.
 */
final class TypeSizes {

    /** C compilers must support 63 levels; the kernel and libbpf follow 32. */
    private static final int LARGEST_DEPTH = 256;

    /** A type of the kernel has some thousand members, including those of its members. */
    private static final long LARGEST_WEIGHT = 1_000_000;

    private final Btf btf;

    /** The size of each type in bytes, its number of members including those of its members, and its nesting. */
    private final long[] sizes;

    private final long[] weights;
    private final int[] depths;

    /** How many types make up the name of each type in C, and how deep. */
    private final long[] nameWeights;

    private final int[] nameDepths;

    /** @param btf BTF whose references all exist */
    TypeSizes(Btf btf) {
        this.btf = btf;
        this.sizes = new long[btf.size()];
        this.weights = new long[btf.size()];
        this.depths = new int[btf.size()];
        this.nameWeights = new long[btf.size()];
        this.nameDepths = new int[btf.size()];
        for (int id = 1; id < btf.size(); id++) {
            depth(id, 0);
            nameDepth(id, 0);
        }
    }

    /** Returns the size of a type in bytes; 0 for a function or an incomplete type. */
    long of(int id) {
        return sizes[id];
    }

    /** Returns the bit after the last one of a member. */
    long endOfMember(int struct, int index) {
        int type = btf.word(struct, 4 + index * 3);
        long offset = Integer.toUnsignedLong(btf.word(struct, 5 + index * 3));
        if (btf.flagOf(struct)) {
            long bits = offset >>> 24;
            offset &= 0xffffff;
            if (bits > sizes[type] * Byte.SIZE) {
                throw malformed(btf, struct, "has a bit-field as member " + index + " that is wider than its type");
            }
            return offset + (bits == 0 ? sizes[type] * Byte.SIZE : bits);
        }
        return offset + (offset % Byte.SIZE == 0 ? sizes[type] * Byte.SIZE : bits(type));
    }

    /** Returns the number of bits of the type of a bit-field in the old form, in which the type has its width. */
    private long bits(int id) {
        int type = id;
        while (isAlias(type)) {
            type = btf.word(type, 2);
        }
        return type != 0 && btf.kindOf(type) == BtfKind.INT
                ? (btf.word(type, 3) >>> 16 & 0xff) + (btf.word(type, 3) & 0xff)
                : sizes[type] * Byte.SIZE;
    }

    /** Returns whether values can have a type: whether it is neither void, nor only declared, nor a function. */
    boolean isComplete(int id) {
        int type = id;
        while (isAlias(type) || type != 0 && btf.kindOf(type) == BtfKind.ARRAY) {
            type = btf.word(type, isAlias(type) ? 2 : 3);
        }
        return type != 0 && btf.kindOf(type) != BtfKind.FWD && btf.kindOf(type) != BtfKind.FUNC_PROTO;
    }

    private boolean isAlias(int id) {
        return id != 0
                && switch (btf.kindOf(id)) {
                    case BtfKind.TYPEDEF, BtfKind.VOLATILE, BtfKind.CONST, BtfKind.RESTRICT, BtfKind.TYPE_TAG -> true;
                    default -> false;
                };
    }

    /** Computes the size of a type, and returns how deep it contains other types. */
    private int depth(int id, int level) {
        if (id == 0 || depths[id] > 0) {
            return id == 0 ? 0 : depths[id];
        }
        enter(depths, id, level, "contains");
        int depth = 0;
        long weight = 1;
        switch (btf.kindOf(id)) {
            case BtfKind.INT, BtfKind.FLOAT, BtfKind.ENUM, BtfKind.ENUM64, BtfKind.DATASEC ->
                sizes[id] = Integer.toUnsignedLong(btf.word(id, 2));
            case BtfKind.PTR -> sizes[id] = Long.BYTES;
            case BtfKind.TYPEDEF, BtfKind.VOLATILE, BtfKind.CONST, BtfKind.RESTRICT, BtfKind.TYPE_TAG, BtfKind.VAR -> {
                int target = btf.word(id, 2);
                depth = depth(target, level + 1);
                sizes[id] = sizes[target];
                weight += weights[target];
            }
            case BtfKind.ARRAY -> {
                int element = btf.word(id, 3);
                depth = depth(element, level + 1);
                sizes[id] = product(sizes[element], Integer.toUnsignedLong(btf.word(id, 5)));
                weight += weights[element];
            }
            case BtfKind.STRUCT, BtfKind.UNION -> {
                sizes[id] = Integer.toUnsignedLong(btf.word(id, 2));
                for (int i = 0; i < btf.countOf(id); i++) {
                    int member = btf.word(id, 4 + i * 3);
                    depth = Math.max(depth, depth(member, level + 1));
                    weight += weights[member];
                }
            }
            default -> {}
        }
        weigh(weights, id, weight);
        return leave(depths, id, depth);
    }

    /** Returns how deep the name of a type in C is nested; it ends at a struct with a name of its own. */
    private int nameDepth(int id, int level) {
        if (id == 0 || nameDepths[id] > 0) {
            return id == 0 ? 0 : nameDepths[id];
        }
        enter(nameDepths, id, level, "points to");
        int depth = 0;
        long weight = 1;
        for (int part : nameParts(id).toArray()) {
            depth = Math.max(depth, nameDepth(part, level + 1));
            weight += nameWeights[part];
        }
        weigh(nameWeights, id, weight);
        return leave(nameDepths, id, depth);
    }

    /** Returns the types that the name of a type in C has to mention. */
    private IntStream nameParts(int id) {
        IntStream parts = IntStream.range(0, btf.countOf(id));
        return switch (btf.kindOf(id)) {
            case BtfKind.PTR, BtfKind.TYPEDEF, BtfKind.VOLATILE, BtfKind.CONST, BtfKind.RESTRICT, BtfKind.TYPE_TAG ->
                IntStream.of(btf.word(id, 2));
            case BtfKind.ARRAY -> IntStream.of(btf.word(id, 3));
            case BtfKind.FUNC_PROTO ->
                IntStream.concat(IntStream.of(btf.word(id, 2)), parts.map(i -> btf.word(id, 4 + i * 2)));
            case BtfKind.STRUCT, BtfKind.UNION ->
                // Without a name, the members take its place.
                btf.word(id, 0) == 0 ? parts.map(i -> btf.word(id, 4 + i * 3)) : IntStream.empty();
            default -> IntStream.empty();
        };
    }

    private void weigh(long[] known, int id, long weight) {
        if (weight > LARGEST_WEIGHT) {
            throw malformed(btf, id, "consists of more than " + LARGEST_WEIGHT + " types");
        }
        known[id] = weight;
    }

    /** Marks a type whose depth is being computed with -1. */
    private void enter(int[] known, int id, int level, String relation) {
        if (known[id] < 0) {
            throw malformed(btf, id, relation + " itself");
        }
        if (level > LARGEST_DEPTH) {
            throw tooDeep(id);
        }
        known[id] = -1;
    }

    private int leave(int[] known, int id, int depth) {
        if (depth >= LARGEST_DEPTH) {
            throw tooDeep(id);
        }
        known[id] = depth + 1;
        return depth + 1;
    }

    private MalformedFileException tooDeep(int id) {
        return malformed(btf, id, "is nested in more than " + LARGEST_DEPTH + " types, or contains itself");
    }

    private static long product(long size, long length) {
        return Math.multiplyHigh(size, length) == 0 && size * length >= 0 ? size * length : Long.MAX_VALUE;
    }

    static MalformedFileException malformed(Btf btf, int id, String problem) {
        String name;
        try {
            name = btf.type(id).name();
        } catch (IllegalArgumentException damaged) {
            name = "";
        }
        return new MalformedFileException(
                "type " + id + (name.isEmpty() ? "" : " (" + name + ")") + " of .BTF " + problem);
    }
}
