// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares types of an object with types of a kernel by the rules of CO-RE, which are libbpf's. All of them ignore
 * qualifiers and typedefs, and the suffixes of names ({@link Flavor}).
 */
final class CoreTypes {

    /** The most levels of pointers, arrays and prototypes that libbpf follows. */
    private static final int MOST_LEVELS = 32;

    private final Btf object;
    private final Btf kernel;

    CoreTypes(Btf object, Btf kernel) {
        this.object = object;
        this.kernel = kernel;
    }

    /** Returns whether two types are structs, or unions, or enumerations, and so on. */
    boolean areOfOneKind(int local, int target) {
        int here = kind(object, local);
        int there = kind(kernel, target);
        return here == there || isEnum(here) && isEnum(there);
    }

    private static boolean isEnum(int kind) {
        return kind == BtfKind.ENUM || kind == BtfKind.ENUM64;
    }

    /** Returns the kind of a type; 0 for void. */
    private static int kind(Btf btf, int id) {
        return id == 0 ? 0 : btf.kindOf(id);
    }

    /** Returns whether a member of one type can be read as a member of the other. */
    boolean fitAsFields(int localId, int targetId) {
        int local = object.resolveId(localId);
        int target = kernel.resolveId(targetId);
        if (object.type(local) instanceof BtfType.Struct && kernel.type(target) instanceof BtfType.Struct) {
            return true;
        }
        if (!areOfOneKind(local, target)) {
            return false;
        }
        return switch (kind(object, local)) {
            case BtfKind.PTR, BtfKind.FLOAT -> true;
            case BtfKind.INT -> haveOnlyWholeBytes(local, target);
            case BtfKind.FWD, BtfKind.ENUM, BtfKind.ENUM64 ->
                haveOneName(local, target)
                        || object.type(local).name().isEmpty()
                        || kernel.type(target).name().isEmpty();
            case BtfKind.ARRAY -> fitAsFields(element(object, local), element(kernel, target));
            default -> false;
        };
    }

    /** An integer in BTF may have an offset in bits, which compilers do not use any more. */
    private boolean haveOnlyWholeBytes(int local, int target) {
        return (object.word(local, 3) & 0xff0000) == 0 && (kernel.word(target, 3) & 0xff0000) == 0;
    }

    private boolean haveOneName(int local, int target) {
        return Flavor.without(object.type(local).name())
                .equals(Flavor.without(kernel.type(target).name()));
    }

    private static int element(Btf btf, int array) {
        return ((BtfType.Array) btf.type(array)).element();
    }

    private static int target(Btf btf, int pointer) {
        return ((BtfType.Pointer) btf.type(pointer)).target();
    }

    private static BtfType.Prototype prototype(Btf btf, int id) {
        return (BtfType.Prototype) btf.type(id);
    }

    /** Returns whether a type of the kernel is a version of one with the same name, whatever its members are. */
    boolean areCompatible(int local, int target) {
        return areOfOneKind(local, target) && areCompatible(local, target, MOST_LEVELS);
    }

    private boolean areCompatible(int localId, int targetId, int levels) {
        int local = object.resolveId(localId);
        int target = kernel.resolveId(targetId);
        if (levels == 0 || !areOfOneKind(local, target)) {
            return false;
        }
        return switch (kind(object, local)) {
            case 0, BtfKind.STRUCT, BtfKind.UNION, BtfKind.ENUM, BtfKind.ENUM64, BtfKind.FWD -> true;
            case BtfKind.INT -> haveOnlyWholeBytes(local, target);
            case BtfKind.PTR -> areCompatible(target(object, local), target(kernel, target), levels - 1);
            case BtfKind.ARRAY -> areCompatible(element(object, local), element(kernel, target), levels - 1);
            case BtfKind.FUNC_PROTO ->
                havePairs(
                        prototype(object, local),
                        prototype(kernel, target),
                        (here, there) -> areCompatible(here, there, levels - 1));
            default -> false;
        };
    }

    private interface Relation {
        boolean holds(int local, int target);
    }

    private static boolean havePairs(BtfType.Prototype local, BtfType.Prototype target, Relation relation) {
        List<Integer> here = local.parameters();
        List<Integer> there = target.parameters();
        return here.size() == there.size()
                && IntStream.range(0, here.size()).allMatch(i -> relation.holds(here.get(i), there.get(i)))
                && relation.holds(local.returned(), target.returned());
    }

    /** Returns whether a type of the kernel has all that the object declares of it, with the same types. */
    boolean match(int local, int target) {
        return match(local, target, false, MOST_LEVELS);
    }

    private boolean match(int localId, int targetId, boolean pointed, int levels) {
        int local = object.resolveId(localId);
        int target = kernel.resolveId(targetId);
        if (levels == 0 || !haveOneName(local, target)) {
            return false;
        }
        int kind = kind(object, local);
        if (pointed && isAggregate(kind) && isAggregate(kind(kernel, target))) {
            return isUnion(object, local) == isUnion(kernel, target);
        }
        if (!areOfOneKind(local, target)) {
            return false;
        }
        return switch (kind) {
            case 0 -> true;
            case BtfKind.FWD -> isUnion(object, local) == isUnion(kernel, target);
            case BtfKind.STRUCT, BtfKind.UNION -> haveMembers(local, target, levels);
            case BtfKind.ENUM, BtfKind.ENUM64 -> haveEnumerators(local, target);
            case BtfKind.INT ->
                object.type(local) instanceof BtfType.Int here
                        && kernel.type(target) instanceof BtfType.Int there
                        && here.size() == there.size()
                        && here.signed() == there.signed();
            case BtfKind.PTR -> match(target(object, local), target(kernel, target), true, levels - 1);
            case BtfKind.ARRAY ->
                ((BtfType.Array) object.type(local)).length() == ((BtfType.Array) kernel.type(target)).length()
                        && match(element(object, local), element(kernel, target), pointed, levels - 1);
            case BtfKind.FUNC_PROTO ->
                havePairs(
                        prototype(object, local),
                        prototype(kernel, target),
                        (here, there) -> match(here, there, pointed, levels - 1));
            default -> false;
        };
    }

    private static boolean isAggregate(int kind) {
        return kind == BtfKind.STRUCT || kind == BtfKind.UNION || kind == BtfKind.FWD;
    }

    /** The flag of a forward declaration distinguishes unions from structs. */
    private static boolean isUnion(Btf btf, int id) {
        return btf.kindOf(id) == BtfKind.UNION || btf.kindOf(id) == BtfKind.FWD && btf.flagOf(id);
    }

    private boolean haveMembers(int local, int target, int levels) {
        List<BtfType.Member> there = ((BtfType.Struct) kernel.type(target)).members();
        List<BtfType.Member> here = ((BtfType.Struct) object.type(local)).members();
        return here.size() <= there.size()
                && here.stream().allMatch(member -> there.stream()
                        .filter(other -> Flavor.without(other.name()).equals(Flavor.without(member.name())))
                        .anyMatch(other -> match(member.type(), other.type(), false, levels - 1)));
    }

    private boolean haveEnumerators(int local, int target) {
        BtfType.Enum here = (BtfType.Enum) object.type(local);
        BtfType.Enum there = (BtfType.Enum) kernel.type(target);
        return here.size() == there.size()
                && here.enumerators().size() <= there.enumerators().size()
                && here.enumerators().stream().allMatch(enumerator -> has(there, enumerator.name()));
    }

    /** Returns whether an enumeration has an enumerator. */
    static boolean has(BtfType.Enum enumeration, String enumerator) {
        String name = Flavor.without(enumerator);
        return enumeration.enumerators().stream()
                .anyMatch(other -> Flavor.without(other.name()).equals(name));
    }
}
