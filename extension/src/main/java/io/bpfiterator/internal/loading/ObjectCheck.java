// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.BtfCheck;
import io.bpfiterator.internal.btf.BtfExtCheck;
import io.bpfiterator.internal.btf.BtfType;
import io.bpfiterator.internal.bytecode.Instruction;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.MalformedFileException;
import io.bpfiterator.internal.files.ElfObject;
import io.bpfiterator.internal.text.Count;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks what libbpf reads of an object without a check of its own. libbpf before 1.5 ends the process at an object
 * with a reference that leads nowhere. See {@code docs/decisions/0027-check-before-libbpf.md}.
 */
final class ObjectCheck {

    private final ElfObject elf;

    /** The size of each section by name; the largest if several have the same name. */
    private final Map<String, Long> sizes = new HashMap<>();

    private ObjectCheck(ElfObject elf) {
        this.elf = elf;
        for (ElfObject.Section section : elf.sections()) {
            sizes.merge(section.name(), section.size(), Math::max);
        }
    }

    /**
     * Checks an object.
     *
     * @return its tables
     * @throws BpfException if a part of the object contradicts another one
     */
    static ElfObject check(ObjectFile file) {
        try {
            ElfObject elf = new ElfObject(ByteBuffer.wrap(file.bytes()));
            new ObjectCheck(elf).check();
            return elf;
        } catch (MalformedFileException e) {
            throw damaged(file, e);
        }
    }

    static BpfException damaged(ObjectFile file, MalformedFileException e) {
        return Failure.invalid(file + " is damaged")
                .because(e)
                .remedy("Copy or compile it again, with clang -O2 -g --target=bpf -c")
                .exception();
    }

    private void check() {
        for (ElfObject.Symbol symbol : elf.symbols()) {
            if (symbol.isFunction() && symbol.section().isCode()) {
                function(symbol);
            }
        }
        for (ElfObject.Relocation relocation : elf.relocations()) {
            relocation(relocation);
        }
        Optional<Btf> types = elf.section(".BTF").flatMap(section -> BtfCheck.parse(elf.bytes(section)));
        if (types.isPresent()) {
            Btf btf = types.get();
            btf.types(BtfType.Section.class).forEach(section -> variables(btf, section));
            elf.section(".BTF.ext")
                    .ifPresent(section ->
                            BtfExtCheck.check(elf.contents(section), btf, name -> sizes.getOrDefault(name, -1L)));
        }
    }

    /** An {@code ld_imm64} consists of two instructions, and libbpf changes the second. */
    private void function(ElfObject.Symbol symbol) {
        long last = symbol.value() + symbol.size() - Instructions.BYTES;
        if (symbol.size() >= Instructions.BYTES && opcode(symbol.section(), last) == Instruction.LD_IMM64) {
            throw new MalformedFileException("the function at " + symbol.value() + " of " + symbol.section()
                    + " ends in the middle of an instruction");
        }
    }

    private void relocation(ElfObject.Relocation relocation) {
        ElfObject.Section target = relocation.target();
        boolean ofPointer = target.isCode() || target.name().startsWith(".maps") || isOfKernelStruct(target);
        long needed = !ofPointer
                ? 0
                : target.isCode()
                                && relocation.offset() <= target.size() - Instructions.BYTES
                                && opcode(target, relocation.offset()) == Instruction.LD_IMM64
                        ? 2 * Instructions.BYTES
                        : Instructions.BYTES;
        if (needed > target.size() - relocation.offset()) {
            throw new MalformedFileException("relocation " + relocation.index() + " in " + relocation.relocations()
                    + " is at " + relocation.offset() + ", so that it ends after " + target + ", which has "
                    + Count.of(target.size(), "byte"));
        }
    }

    private static boolean isOfKernelStruct(ElfObject.Section section) {
        return section.name().startsWith(".struct_ops");
    }

    private int opcode(ElfObject.Section code, long offset) {
        return Byte.toUnsignedInt(elf.contents(code).get((int) offset));
    }

    private void variables(Btf btf, BtfType.Section section) {
        Long size = sizes.get(section.name());
        if (size == null) {
            return;
        }
        for (BtfType.SectionVariable variable : section.variables()) {
            long end = Integer.toUnsignedLong(variable.offset()) + Integer.toUnsignedLong(variable.size());
            int bytes = btf.sizeOf(variable.variable());
            if (end > size || bytes > size) {
                throw new MalformedFileException("variable "
                        + btf.type(variable.variable()).name() + " of .BTF is at "
                        + Integer.toUnsignedString(variable.offset()) + " with "
                        + Count.of(Math.max(bytes, variable.size()), "byte") + ", but section " + section.name()
                        + " has " + size);
            }
        }
    }
}
