// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.ElfFile;
import io.bpfiterator.internal.text.Count;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Distinguishes a BPF object from other files by its ELF header; libbpf would only report an invalid format.
 */
final class ElfHeader {

    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};
    private static final int EM_BPF = 247;

    private static final String REMEDY = "Compile it with clang -O2 -g --target=bpf -c";

    private ElfHeader() {}

    static void check(String origin, byte[] bytes) {
        if (bytes.length < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw Failure.invalid(origin + " is not an ELF file")
                    .because(beginning(bytes))
                    .remedy(REMEDY)
                    .exception();
        }
        if (bytes.length < ElfFile.HEADER) {
            throw truncated(origin, bytes, ElfFile.HEADER);
        }
        ElfFile elf = new ElfFile(ByteBuffer.wrap(bytes));
        if (!elf.is64Bit()) {
            throw Failure.invalid(origin + " is not a BPF object")
                    .because("it is a 32-bit ELF file, and BPF objects are 64-bit")
                    .remedy(REMEDY)
                    .exception();
        }
        int machine = elf.machine();
        if (machine != EM_BPF) {
            throw Failure.invalid(origin + " is not a BPF object")
                    .because("it is an ELF file for " + name(machine) + ", not for BPF")
                    .remedy(REMEDY)
                    .exception();
        }
        if (elf.order() != ByteOrder.nativeOrder()) {
            throw Failure.invalid(origin + " is a BPF object for another byte order")
                    .because("it is " + name(elf.order()) + ", and this machine is " + name(ByteOrder.nativeOrder()))
                    .remedy(REMEDY)
                    .exception();
        }
        long end = elf.sectionsEnd();
        if (end > bytes.length) {
            throw truncated(origin, bytes, end);
        }
    }

    private static String name(ByteOrder order) {
        return order == ByteOrder.BIG_ENDIAN ? "big-endian" : "little-endian";
    }

    private static BpfException truncated(String origin, byte[] bytes, long expected) {
        return Failure.invalid(origin + " is a truncated BPF object")
                .because("it has " + Count.of(bytes.length, "byte") + ", but its header requires " + expected)
                .remedy("Copy or compile it again")
                .exception();
    }

    /** Names the machines for which a program is most likely compiled by mistake; the others by their number in ELF. */
    private static String name(int machine) {
        return switch (machine) {
            case 3 -> "x86 (EM_386)";
            case 40 -> "32-bit Arm (EM_ARM)";
            case 62 -> "x86-64 (EM_X86_64)";
            case 183 -> "aarch64 (EM_AARCH64)";
            case 243 -> "RISC-V (EM_RISCV)";
            default -> "another machine (e_machine " + machine + ")";
        };
    }

    private static String beginning(byte[] bytes) {
        if (bytes.length == 0) {
            return "it is empty";
        }
        StringBuilder hex = new StringBuilder("it begins with the " + (bytes.length == 1 ? "byte" : "bytes"));
        for (int i = 0; i < Math.min(bytes.length, MAGIC.length); i++) {
            hex.append(String.format(" %02x", bytes[i]));
        }
        return hex.toString();
    }
}
