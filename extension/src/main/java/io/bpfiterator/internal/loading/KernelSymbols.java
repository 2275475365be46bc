// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.BtfType;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.ElfObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The addresses of the kernel's symbols that a program asks libbpf for, with {@code extern const void … __ksym}. Where
 * the kernel hides addresses, it shows each as 0, which libbpf takes as the address.
 */
final class KernelSymbols {

    private static final System.Logger LOGGER = System.getLogger(KernelSymbols.class.getName());

    private static final String SECTION = ".ksyms";
    private static final Path SYMBOLS = Path.of("/proc/kallsyms");
    private static final Path RESTRICTION = Path.of("/proc/sys/kernel/kptr_restrict");

    /** Begins the kernel's code, so that its address is never 0. */
    private static final String BEGIN_OF_CODE = "_stext";

    private KernelSymbols() {}

    /**
     * Checks that the kernel shows the addresses that an object asks for. Warns if all of these are weak.
     *
     * @throws BpfException if the kernel hides an address that is not weak
     */
    static void check(ObjectFile file, ElfObject elf) {
        // libbpf changes the types of these variables in its own copy of the BTF.
        List<String> names = elf.hasVariablesIn(SECTION)
                ? ofAddresses(Btf.parse(elf.bytes(elf.section(".BTF").orElseThrow())))
                : List.of();
        if (!names.isEmpty() && areHidden(SYMBOLS)) {
            report(file, names, elf.weakUndefinedSymbols());
        }
    }

    static void report(ObjectFile file, List<String> names, Set<String> weak) {
        List<String> strong =
                names.stream().filter(name -> !weak.contains(name)).toList();
        List<String> reported = strong.isEmpty() ? names : strong;
        Failure failure = Failure.notPermitted(
                        "Cannot determine the address of " + String.join(", ", reported) + " for " + file)
                .because("the kernel shows addresses in " + SYMBOLS + " as 0 to this process (kernel.kptr_restrict = "
                        + restriction() + ")")
                .remedy("Run with CAP_SYSLOG, and with sysctl kernel.kptr_restrict=0 or 1");
        if (!strong.isEmpty()) {
            throw failure.exception();
        }
        LOGGER.log(System.Logger.Level.WARNING, failure.message());
    }

    /** Returns the variables without a type: libbpf finds those with a type in the kernel's BTF, without addresses. */
    private static List<String> ofAddresses(Btf btf) {
        return btf.find(BtfType.Section.class, SECTION).stream()
                .flatMap(section -> section.variables().stream())
                .map(variable -> btf.type(variable.variable()))
                .flatMap(type -> type instanceof BtfType.Variable variable ? Stream.of(variable) : Stream.empty())
                .filter(variable -> isVoid(btf, variable.type()))
                .map(BtfType.Variable::name)
                .toList();
    }

    private static boolean isVoid(Btf btf, int type) {
        int id = type;
        while (id != 0
                && btf.type(id) instanceof BtfType.Alias alias
                && alias.name().isEmpty()) {
            id = alias.target();
        }
        return id == 0;
    }

    /** Returns whether a file in the format of {@code /proc/kallsyms} has 0 as the address of the kernel's code. */
    static boolean areHidden(Path symbols) {
        try (Stream<String> lines = Files.lines(symbols)) {
            Optional<String> begin = lines.filter(line -> line.endsWith(" " + BEGIN_OF_CODE))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .findFirst();
            return begin.filter(address -> address.chars().allMatch(digit -> digit == '0'))
                    .isPresent();
        } catch (IOException e) {
            // libbpf reports that it cannot read the file.
            return false;
        }
    }

    private static String restriction() {
        try {
            return Files.readString(RESTRICTION).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
