// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.internal.failure.MalformedFileException;
import io.bpfiterator.internal.text.Count;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A use of a kernel's type, member or enumerator that libbpf adapts to the kernel that loads the object (CO-RE).
 *
 * <p>{@code relo_core.c} of libbpf has the rules.
 */
public final class CoreRelocation {

    private final Btf object;
    private final int type;
    private final String path;
    private final int number;
    private final @Nullable CoreKind kind;

    /** The way to the field; null if the relocation is not about a field. */
    private final @Nullable CorePath field;

    private CoreRelocation(Btf object, BtfExt.Relocation record) {
        this.object = object;
        this.type = record.type();
        this.path = record.path();
        this.number = record.kind();
        this.kind = CoreKind.of(number).orElse(null);
        this.field = kind != null && kind.isOfField() ? CorePath.of(object, type, positions()) : null;
        if (kind != null
                && kind.isOfEnumerator()
                && enumerators().size() <= positions().get(0)) {
            throw new MalformedFileException("is about enumerator " + path + " of type " + type + " of .BTF, which has "
                    + Count.of(enumerators().size(), "enumerator"));
        }
    }

    /**
     * Reads a record of an object.
     *
     * @throws MalformedFileException if the object's type has no such member, element or enumerator
     */
    static CoreRelocation of(Btf object, BtfExt.Relocation record) {
        try {
            return new CoreRelocation(object, record);
        } catch (MalformedFileException e) {
            throw new MalformedFileException("the relocation record of .BTF.ext for the instruction at "
                    + record.offset() + " of " + record.section() + " " + e.getMessage());
        }
    }

    private List<Integer> positions() {
        return Arrays.stream(path.split(":")).map(Integer::valueOf).toList();
    }

    private List<BtfType.Enumerator> enumerators() {
        return object.resolve(type) instanceof BtfType.Enum enumeration ? enumeration.enumerators() : List.of();
    }

    /** Returns what is used in C notation, with libbpf's {@code ::} before an enumerator. */
    public String name() {
        String part = "";
        if (field != null) {
            part = field.toString();
        } else if (kind != null && kind.isOfEnumerator()) {
            part = "::" + enumerator();
        }
        return typeName() + part;
    }

    private String typeName() {
        return new CTypeBuilder(object).name(type);
    }

    private String enumerator() {
        return enumerators().get(positions().get(0)).name();
    }

    /** Returns the kind under libbpf's name, such as {@code byte_off}, or the number of an unknown kind. */
    public String kind() {
        return kind == null ? Integer.toUnsignedString(number) : kind.toString();
    }

    /**
     * Returns whether a kernel that lacks what is used refuses a program that reaches the use. The others are checks,
     * which yield 0 there.
     */
    public boolean isRequired() {
        return kind != null && kind.isRequired();
    }

    /** Returns whether a kernel has what is used; empty for an unknown kind. The types of modules are not searched. */
    public Optional<Boolean> isIn(Btf kernel) {
        if (kind == null) {
            return Optional.empty();
        }
        CoreTypes types = new CoreTypes(object, kernel);
        return Optional.of(kind == CoreKind.LOCAL_TYPE_ID
                || candidates(kernel, types).anyMatch(candidate -> fits(candidate, kernel, types, kind)));
    }

    private boolean fits(int candidate, Btf kernel, CoreTypes types, CoreKind asked) {
        if (field != null) {
            return field.leadsThrough(kernel, candidate, types);
        }
        if (asked.isOfEnumerator()) {
            return kernel.resolve(candidate) instanceof BtfType.Enum enumeration
                    && CoreTypes.has(enumeration, enumerator());
        }
        return asked == CoreKind.TYPE_MATCHES ? types.match(type, candidate) : types.areCompatible(type, candidate);
    }

    private IntStream candidates(Btf kernel, CoreTypes types) {
        String name = Flavor.without(object.type(type).name());
        return name.isEmpty()
                ? IntStream.empty()
                : kernel.idsStartingWith(BtfType.class, name)
                        .filter(id -> types.areOfOneKind(type, id))
                        .filter(id -> Flavor.without(kernel.type(id).name()).equals(name));
    }

    /**
     * Returns what a kernel lacks if it does not have what is used: {@code "struct task_struct has no member state on
     * Linux 6.12 (it has __state)"}.
     *
     * @param kernelName the name of the kernel in the message, {@code "Linux 6.12"}
     */
    public String lack(Btf kernel, String kernelName) {
        if (candidates(kernel, new CoreTypes(object, kernel)).findAny().isEmpty()) {
            return kernelName + " has no " + Flavor.without(typeName()) + " outside of modules";
        }
        return new KernelMismatch(object, kernel, kernelName)
                .describe(type, path)
                .orElseGet(() -> kernelName + " has no " + name());
    }
}
