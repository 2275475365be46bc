// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.internal.failure.MalformedFileException;
import io.bpfiterator.internal.text.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way from a type to one of its fields in the words of C: the names of members, and the indexes of elements. */
final class CorePath {

    /**
     * A member by its name, or an element of an array by its index.
     *
     * @param type the id of the type of the member or element in the object's BTF
     */
    private record Step(Optional<String> member, int index, int type) {}

    private final int start;
    private final List<Step> steps;

    private CorePath(int start, List<Step> steps) {
        this.start = start;
        this.steps = steps;
    }

    /**
     * Reads a path of positions. It leaves out anonymous structs and unions, which another kernel may not have.
     *
     * @param type the id of the type in the object's BTF
     * @param positions the index of an element, and the positions of the members and elements that lead to the field
     * @throws MalformedFileException if the type has no such member or element
     */
    static CorePath of(Btf object, int type, List<Integer> positions) {
        List<Step> steps = new ArrayList<>();
        int id = type;
        NamedMember last = null;
        for (int position : positions.subList(1, positions.size())) {
            if (object.resolve(id) instanceof BtfType.Struct struct
                    && position < struct.members().size()) {
                BtfType.Member member = struct.members().get(position);
                id = member.type();
                if (!member.name().isEmpty()) {
                    steps.add(new Step(Optional.of(member.name()), position, id));
                    last = new NamedMember(struct, member);
                }
            } else if (object.resolve(id) instanceof BtfType.Array array && hasElement(array, position, last)) {
                id = array.element();
                steps.add(new Step(Optional.empty(), position, id));
                last = null;
            } else {
                throw new MalformedFileException("leads to part " + position + " of type " + id + " of .BTF, which has "
                        + Count.of(parts(object.resolve(id)), "part"));
            }
        }
        return new CorePath(positions.get(0), steps);
    }

    private static int parts(BtfType type) {
        return type instanceof BtfType.Struct struct
                ? struct.members().size()
                : type instanceof BtfType.Array array ? array.length() : 0;
    }

    /** An array without a length at the end of a struct has any number of elements. */
    private static boolean hasElement(BtfType.Array array, int index, @Nullable NamedMember member) {
        return index < array.length() || array.length() == 0 && member != null && member.isLast();
    }

    /** Returns whether a type of the kernel has the field. */
    boolean leadsThrough(Btf kernel, int type, CoreTypes types) {
        int id = type;
        NamedMember last = null;
        for (Step step : steps) {
            if (step.member().isEmpty()) {
                if (!(kernel.resolve(id) instanceof BtfType.Array array) || !hasElement(array, step.index(), last)) {
                    return false;
                }
                id = array.element();
                last = null;
                continue;
            }
            last = kernel.resolve(id) instanceof BtfType.Struct struct
                    ? NamedMember.in(kernel, struct)
                            .filter(member -> member.name().equals(step.member().get()))
                            .findFirst()
                            .orElse(null)
                    : null;
            if (last == null || !types.fitAsFields(step.type(), last.member().type())) {
                return false;
            }
            id = last.member().type();
        }
        return true;
    }

    /** Returns the path as in C, from the variable on: {@code .comm[3]}. */
    @Override
    public String toString() {
        StringBuilder path = new StringBuilder(start == 0 ? "" : "[" + start + "]");
        steps.forEach(step -> path.append(step.member().map(name -> "." + name).orElse("[" + step.index() + "]")));
        return path.toString();
    }
}
