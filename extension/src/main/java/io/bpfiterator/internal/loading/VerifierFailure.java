// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.BtfExt;
import io.bpfiterator.internal.btf.BtfType;
import io.bpfiterator.internal.btf.KernelMismatch;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.MalformedFileException;
import io.bpfiterator.internal.kernel.KernelRelease;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Explains why the verifier refused a program: by its last errors, and by the C line that it was at. */
final class VerifierFailure {

    /** How newer kernels end the C line in their log. */
    private static final Pattern PLACE = Pattern.compile("(.*) @ (\\S+):(\\d+)");

    /** libbpf's description of a use of a kernel's type that it found no counterpart for, in place of an error. */
    private static final Pattern UNRESOLVED = Pattern.compile(
            "failed to resolve CO-RE relocation <\\w+> \\[(\\d+)](?:.*?(?:::(\\w+) = .*|\\((\\d+(?::\\d+)*).*)|.*)");

    /** The number of the function that libbpf makes such an instruction call. */
    private static final Pattern UNRESOLVED_CALL = Pattern.compile("invalid func unknown#195896080\\b.*");

    private final ObjectDescription description;
    private final VerifierLog log;
    private final Optional<BtfExt> extension;

    VerifierFailure(ObjectDescription description, VerifierLog log) {
        this.description = description;
        this.log = log;
        this.extension = description.extension();
    }

    Failure explain() {
        return cause().details(line().map(line -> "  " + line).orElse(""));
    }

    private Failure cause() {
        String refused = "The kernel's verifier refused program " + log.program() + " of " + description.file();
        Optional<String> mismatch = mismatch();
        if (mismatch.isPresent()) {
            return Failure.invalid(refused)
                    .because(mismatch.get())
                    .remedy("Read what this kernel has. For a program that runs on both kernels, test which one exists"
                            + " with bpf_core_field_exists() or bpf_core_type_exists() before the access");
        }
        String cause = log.sentence().isEmpty() ? "it gave no reason" : log.sentence();
        return log.requiresGpl()
                ? Failure.invalid(refused + " for its license")
                        .because(cause)
                        .remedy("Declare char LICENSE[] SEC(\"license\") = \"GPL\" or another GPL-compatible license")
                : Failure.invalid(refused)
                        .because(cause)
                        .remedy(suggestion()
                                + "See the whole log in BpfException.log(), with debug = true, or with the command's"
                                + " -d");
    }

    /** Returns what the kernel suggests, as a sentence that another follows; empty if it suggests nothing. */
    private String suggestion() {
        return log.message()
                .suggestion()
                .map(text -> text.replaceFirst("\\.$", "") + ". ")
                .orElse("");
    }

    /** Returns the C line with its file and number; only the line if the object has no number for it. */
    private Optional<String> line() {
        return log.message().source().map(source -> {
            Matcher place = PLACE.matcher(source);
            if (place.matches()) {
                return place.group(2) + ":" + place.group(3) + ": " + place.group(1);
            }
            int instruction = log.message().instruction().orElse(-1);
            return extension
                    .flatMap(lines -> lines.line(log.program(), instruction, source))
                    .map(line -> line.file() + ":" + line.number() + ": " + source)
                    .orElse(source);
        });
    }

    /** Returns what the kernel lacks of what the program uses; empty if the refusal has another reason. */
    private Optional<String> mismatch() {
        Btf btf = description.btf();
        if (btf == null) {
            return Optional.empty();
        }
        try {
            KernelMismatch kernel = new KernelMismatch(
                    btf, Btf.ofKernel(), "Linux " + KernelRelease.running().series());
            return log.message().errors().stream()
                    .flatMap(error -> mismatch(error, btf, kernel).stream())
                    .findFirst();
        } catch (BpfException | MalformedFileException | IndexOutOfBoundsException unreadable) {
            return Optional.empty();
        }
    }

    private Optional<String> mismatch(String error, Btf btf, KernelMismatch kernel) {
        Matcher unresolved = UNRESOLVED.matcher(error);
        if (unresolved.matches()) {
            int type = Integer.parseInt(unresolved.group(1));
            String enumerator = unresolved.group(2);
            String path = Objects.requireNonNullElse(unresolved.group(3), "0");
            return kernel.describe(type, enumerator == null ? path : position(btf, type, enumerator));
        }
        return UNRESOLVED_CALL.matcher(error).matches()
                ? extension
                        .flatMap(uses -> uses.relocation(
                                log.program(), log.message().instruction().orElse(-1)))
                        .flatMap(use -> kernel.describe(use.type(), use.path()))
                : Optional.empty();
    }

    private static String position(Btf btf, int type, String enumerator) {
        return btf.resolve(type) instanceof BtfType.Enum enumeration
                ? IntStream.range(0, enumeration.enumerators().size())
                        .filter(i -> enumeration.enumerators().get(i).name().equals(enumerator))
                        .mapToObj(Integer::toString)
                        .findFirst()
                        .orElse("0")
                : "0";
    }
}
