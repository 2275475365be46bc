// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import com.sun.jna.Pointer;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.BtfExt;
import io.bpfiterator.internal.btf.BtfType;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.ElfObject;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reports programs that only work on kernels with the layout of structs for which they were compiled: with a warning,
 * or with a failure in strict runs.
 */
public final class Portability {

    private static final System.Logger LOGGER = System.getLogger(Portability.class.getName());

    /** The members of this struct have had the same offsets since the first kernel with iterators. */
    private static final String STABLE = "bpf_iter_meta";

    /** The warnings of this JVM, each of which is logged once. */
    private static final Set<String> WARNINGS = ConcurrentHashMap.newKeySet();

    private static final int VOID = 0;

    private static volatile boolean strict = Settings.SYSTEM_PROPERTIES.value(ExtensionSettings.STRICT);

    private final ObjectDescription description;
    private final @Nullable Btf btf;
    private final Optional<BtfExt> extension;

    Portability(ObjectDescription description, ElfObject elf) {
        this.description = description;
        this.btf = description.btf();
        this.extension = description.extension(elf);
    }

    /** Sets whether a run is strict, as JUnit's configuration parameters say. */
    public static void setStrict(boolean wanted) {
        strict = wanted;
    }

    /**
     * Checks the iterators of an object.
     *
     * @param object libbpf's object, which is not loaded
     * @throws BpfException if one reads a struct at a fixed offset, and the run is strict
     */
    void check(LibbpfObject object) {
        List<Pointer> pointers = object.programs();
        for (int i = 0; i < pointers.size(); i++) {
            Pointer pointer = pointers.get(i);
            ObjectDescription.Program program = description.programs().get(i);
            program.target().ifPresent(target -> check(program.name(), target, Instructions.of(pointer)));
        }
    }

    private void check(String program, String target, Instructions instructions) {
        new FixedOffsets(instructions, offset -> pointee("bpf_iter__" + target, offset), number -> extension
                        .flatMap(uses -> uses.relocation(program, number))
                        .isPresent())
                .first()
                .ifPresent(read -> report(program, read));
    }

    /** Returns the struct of the kernel to which a member of a context points. */
    private Optional<String> pointee(String context, int offset) {
        if (btf == null && !Files.exists(Btf.KERNEL)) {
            return Optional.empty();
        }
        Btf types = btf == null ? Btf.ofKernel() : btf;
        return types.find(BtfType.Struct.class, context).stream()
                .flatMap(struct -> struct.members().stream())
                .filter(member -> member.bitOffset() == offset * Byte.SIZE)
                .map(member -> withoutUnion(types, types.resolve(member.type())))
                .filter(BtfType.Pointer.class::isInstance)
                .map(pointer -> types.resolve(((BtfType.Pointer) pointer).target()))
                // clang writes only a declaration of a struct to which nothing but pointers refer.
                .filter(type -> type instanceof BtfType.Struct || type instanceof BtfType.Opaque)
                .filter(type -> !type.equals(types.type(VOID)))
                .map(BtfType::name)
                .filter(name -> !name.isEmpty() && !name.equals(STABLE))
                .findFirst();
    }

    /** The kernel declares each pointer in a context in a union with an integer, for programs of 32 bits. */
    private static BtfType withoutUnion(Btf types, BtfType type) {
        return type instanceof BtfType.Struct struct
                        && struct.union()
                        && !struct.members().isEmpty()
                ? types.resolve(struct.members().get(0).type())
                : type;
    }

    private void report(String program, FixedOffsets.Read read) {
        Failure failure = Failure.invalid("Program " + program + " of " + description.file() + " is not portable")
                .because("it reads struct " + read.struct() + " at offset " + read.offset()
                        + (btf == null ? ", and the object has no BTF" : " without a CO-RE relocation")
                        + ", so that it reads other data on a kernel with another layout")
                .remedy("Compile it with clang -g, and include vmlinux.h or declare the struct with"
                        + " __attribute__((preserve_access_index))");
        if (strict) {
            throw failure.exception();
        }
        if (WARNINGS.add(failure.message())) {
            LOGGER.log(System.Logger.Level.WARNING, failure.message());
        }
    }
}
