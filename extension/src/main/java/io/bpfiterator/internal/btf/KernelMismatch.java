// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.internal.text.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Describes how a kernel's type differs from the one that a BPF object was compiled for. */
public final class KernelMismatch {

    private final Btf object;
    private final Btf kernel;
    private final String kernelName;

    /**
     * Compares an object with a kernel.
     *
     * @param kernelName the name of the kernel in messages, {@code "Linux 6.12"}
     */
    public KernelMismatch(Btf object, Btf kernel, String kernelName) {
        this.object = object;
        this.kernel = kernel;
        this.kernelName = kernelName;
    }

    /**
     * Describes what the kernel lacks: {@code "struct task_struct has no member state on Linux 6.12 (it has
     * __state)"}. Empty if both types seem to be the same.
     *
     * @param type the id of the type in the object's BTF
     * @param path the positions of the members that lead to a field, or the position of an enumerator: {@code 0:1}
     */
    public Optional<String> describe(int type, String path) {
        BtfType local = object.type(type);
        String name = Flavor.without(local.name());
        List<Integer> positions =
                Arrays.stream(path.split(":")).map(Integer::valueOf).toList();
        if (object.resolve(type) instanceof BtfType.Enum enumeration) {
            return enumerator(name, enumeration, positions.get(0));
        }
        String kind = keyword(object.resolve(type));
        if (!(object.resolve(type) instanceof BtfType.Struct struct)) {
            return kernel.has(name) ? Optional.empty() : Optional.of(kernelName + " has no type " + name);
        }
        String shown = (local instanceof BtfType.Alias ? "" : kind) + name;
        int found = kernel.structId(name).orElse(0);
        return kernel.resolve(found) instanceof BtfType.Struct counterpart
                ? member(shown, struct, counterpart, positions.subList(1, positions.size()))
                : Optional.of(kernelName + " has no " + shown);
    }

    private Optional<String> enumerator(String name, BtfType.Enum local, int position) {
        String enumerator = Flavor.without(local.enumerators().get(position).name());
        String shown = name.isEmpty() ? "an enum" : "enum " + name;
        Optional<BtfType.Enum> found = kernel.find(BtfType.Enum.class, name)
                .or(() -> kernel.find(BtfType.Alias.class, name)
                        .map(alias -> kernel.resolve(alias.target()))
                        .filter(BtfType.Enum.class::isInstance)
                        .map(BtfType.Enum.class::cast));
        if (found.isEmpty()) {
            return Optional.of(kernelName + " has no " + shown);
        }
        List<String> names =
                found.get().enumerators().stream().map(BtfType.Enumerator::name).toList();
        return names.contains(enumerator)
                ? Optional.empty()
                : Optional.of(shown + " has no " + enumerator + " on " + kernelName + similar(enumerator, names));
    }

    /** Follows the positions through both structs, as long as the members have the same names. */
    private Optional<String> member(
            String shown, BtfType.Struct local, BtfType.Struct counterpart, List<Integer> positions) {
        BtfType here = local;
        BtfType there = counterpart;
        String owner = shown;
        String last = "";
        int lastHere = 0;
        int lastThere = 0;
        for (int position : positions) {
            if (here instanceof BtfType.Array array) {
                lastHere = array.element();
                here = object.resolve(lastHere);
                if (!(there instanceof BtfType.Array other)) {
                    break;
                }
                lastThere = other.element();
                there = kernel.resolve(lastThere);
                continue;
            }
            if (!(here instanceof BtfType.Struct struct)
                    || position >= struct.members().size()) {
                return Optional.empty();
            }
            BtfType.Member member = struct.members().get(position);
            lastHere = member.type();
            here = object.resolve(lastHere);
            if (member.name().isEmpty()) {
                continue;
            }
            if (!last.isEmpty() && struct != local) {
                owner = struct.name().isEmpty() ? owner + "." + last : keyword(struct) + Flavor.without(struct.name());
            }
            last = member.name();
            if (!(there instanceof BtfType.Struct other)) {
                break;
            }
            BtfType.@Nullable Member found = named(other, last);
            if (found == null) {
                return Optional.of(
                        owner + " has no member " + last + " on " + kernelName + similar(last, memberNames(other)));
            }
            lastThere = found.type();
            there = kernel.resolve(lastThere);
        }
        return last.isEmpty() || lastThere == 0
                ? Optional.empty()
                : Optional.of("member " + last + " of " + owner + " is " + declared(kernel, lastThere) + " on "
                        + kernelName + ", not " + declared(object, lastHere));
    }

    private BtfType.@Nullable Member named(BtfType.Struct struct, String name) {
        return NamedMember.in(kernel, struct)
                .filter(member -> member.name().equals(name))
                .map(NamedMember::member)
                .findFirst()
                .orElse(null);
    }

    private List<String> memberNames(BtfType.Struct struct) {
        return NamedMember.in(kernel, struct).map(NamedMember::name).toList();
    }

    /** The kernel renames a member that code must no longer use directly by adding underscores. */
    private static String similar(String missing, List<String> names) {
        return names.stream()
                .filter(name -> withoutUnderscores(name).equals(withoutUnderscores(missing)))
                .findFirst()
                .or(() -> NearestName.of(missing, names))
                .map(name -> " (it has " + name + ")")
                .orElse("");
    }

    private static String declared(Btf btf, int type) {
        return btf.resolve(type) instanceof BtfType.Struct struct
                        && !struct.name().isEmpty()
                ? keyword(struct) + struct.name()
                : btf.describe(type);
    }

    private static String withoutUnderscores(String name) {
        return name.replaceAll("^_+|_+$", "");
    }

    private static String keyword(BtfType type) {
        return type instanceof BtfType.Struct struct && struct.union() ? "union " : "struct ";
    }
}
