// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.OutOfResources;
import io.bpfiterator.internal.files.SourcePath;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.text.Count;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reports in one sentence why clang refused a source; the output of clang has many lines. */
final class CompileFailure {

    private static final Pattern ERROR =
            Pattern.compile("(?m)^(?:(.+)(:\\d+:\\d+: ))?(?:.*: )?(?:fatal )?error: (.*)$");

    /** What clang adds to an error if it knows a similar name. */
    private static final Pattern SUGGESTION = Pattern.compile("(.*); (did you mean .*\\?)");

    /** How clang ends its output after twenty errors. */
    private static final String GIVES_UP = "too many errors emitted";

    private static final int MAX_ERRORS = 3;

    private static final String LOG = "The whole output of clang is in BpfException.log() and in the test's report";

    private static final Pattern HEADER = Pattern.compile("'(.+)' file not found.*");

    private static final String OTHER_VMLINUX = "Use a header that has it, with -D" + ExtensionSettings.VMLINUX
            + "=host or =/path/to/vmlinux.h, or declare it in the source. ";

    private static final String INCLUDE_TYPES =
            "Include \"vmlinux.h\" before other headers, or <linux/bpf.h> if the source uses no types of the kernel. ";

    private static final Pattern LIBBPF_HEADER = Pattern.compile(".*/bpf/bpf_\\w+\\.h:.*");

    private static final Pattern UNKNOWN_NAME = Pattern.compile(
            "(?:unknown type name|use of undeclared identifier|call to undeclared function) '(\\w+)'.*");

    private static final Pattern INCOMPLETE =
            Pattern.compile(".*incomplete.* type '(?:const )?((?:struct|union|enum) \\w+)'.*");

    private static final Pattern NO_MEMBER = Pattern.compile("no member named '(\\w+)' in '((?:struct|union) \\w+)'.*");

    private static final Pattern INCLUDE_VMLINUX = Pattern.compile("(?m)^\\s*#\\s*include\\s*[<\"]vmlinux\\.h");

    /** The header with which an include of a header of the C library began. */
    private static final Pattern C_LIBRARY = Pattern.compile("(?m)^In file included from /usr/include/([^:]+):");

    private final Path source;
    private final Optional<IncludedTypes> vmlinux;

    /** @param vmlinux the {@code vmlinux.h} on the include path */
    CompileFailure(Path source, Optional<IncludedTypes> vmlinux) {
        this.source = source;
        this.vmlinux = vmlinux;
    }

    BpfException of(int exitStatus, String output) {
        List<MatchResult> errors = ERROR.matcher(output)
                .results()
                .filter(error -> !error.group(3).startsWith(GIVES_UP))
                .toList();
        Failure failure =
                Failure.invalid("clang cannot compile " + source.getFileName()).log(output);
        if (errors.isEmpty()) {
            return failure.because("it exited with status " + exitStatus)
                    .remedy(LOG)
                    .exception();
        }
        if (CompileCache.isFullDisk(errors.get(0).group(3))) {
            return OutOfResources.fullDisk("Cannot compile " + source.getFileName())
                    .remedy("Free space on it, or name a cache on another disk with -D" + ExtensionSettings.CACHE
                            + "=DIRECTORY")
                    .log(output)
                    .exception();
        }
        explain(failure, errors.get(0), output);
        return failure.details(others(errors)).exception();
    }

    private void explain(Failure failure, MatchResult error, String output) {
        String place = place(error);
        Matcher similar = SUGGESTION.matcher(error.group(3));
        if (similar.matches()) {
            String question = similar.group(2).substring(0, 1).toUpperCase(Locale.ROOT)
                    + similar.group(2).substring(1);
            failure.because(place + similar.group(1)).remedy(question + " " + LOG);
            return;
        }
        Optional<String> lacking =
                vmlinux.filter(types -> includesVmlinux()).flatMap(types -> lacking(types, error.group(3)));
        failure.because(place
                        + error.group(3)
                        + lacking.map(text -> ", and " + text).orElse(""))
                .remedy((lacking.isPresent() ? OTHER_VMLINUX : remedy(place, error.group(3), output)) + LOG);
    }

    /** Returns the file, line and column of an error, in the source rather than in a build tool's copy of it. */
    private static String place(MatchResult error) {
        return error.group(1) == null ? "" : SourcePath.of(error.group(1)) + error.group(2);
    }

    /** Returns the errors after the first, a line for each, and how many are left out. */
    private static String others(List<MatchResult> errors) {
        List<String> lines = new ArrayList<>();
        errors.stream().skip(1).limit(MAX_ERRORS - 1).forEach(error -> lines.add("  " + place(error) + error.group(3)));
        if (errors.size() > MAX_ERRORS) {
            lines.add("  and " + Count.of(errors.size() - MAX_ERRORS, "more error"));
        }
        return String.join("\n", lines);
    }

    /** Returns what the included {@code vmlinux.h} lacks; empty if it has what the error is about. */
    private static Optional<String> lacking(IncludedTypes types, String error) {
        String header = VmlinuxHeader.NAME + " of " + types.origin();
        Matcher name = UNKNOWN_NAME.matcher(error);
        if (name.matches()) {
            return types.has(name.group(1)).filter(has -> !has).map(lacks -> header + " lacks " + name.group(1));
        }
        Matcher member = NO_MEMBER.matcher(error);
        if (member.matches()) {
            return types.defines(member.group(2))
                    .filter(has -> has)
                    .map(has -> member.group(2) + " in " + header + " lacks " + member.group(1));
        }
        Matcher type = INCOMPLETE.matcher(error);
        return type.matches()
                ? types.defines(type.group(1)).filter(has -> !has).map(lacks -> header + " lacks " + type.group(1))
                : Optional.empty();
    }

    private boolean includesVmlinux() {
        try {
            return INCLUDE_VMLINUX
                    .matcher(Files.readString(source, StandardCharsets.ISO_8859_1))
                    .find();
        } catch (IOException e) {
            // Without the source, the message has only what clang printed.
            return false;
        }
    }

    private String remedy(String place, String error, String output) {
        Matcher header = HEADER.matcher(error);
        if (!header.matches()) {
            boolean ofKernel = INCOMPLETE.matcher(error).matches();
            boolean lacksTypes = UNKNOWN_NAME.matcher(error).matches()
                    && LIBBPF_HEADER.matcher(place).matches();
            return (ofKernel || lacksTypes) && !includesVmlinux() ? INCLUDE_TYPES : "";
        }
        String name = header.group(1);
        if (name.startsWith("gnu/stubs")) {
            Matcher first = C_LIBRARY.matcher(output);
            return "Do not include " + (first.find() ? "<" + first.group(1) + ">" : "headers of the C library")
                    + ", which is for programs of user space. Error numbers are in <linux/errno.h>, integer types in"
                    + " vmlinux.h or <linux/types.h>. ";
        }
        if (name.startsWith("bpf/")) {
            return "Install libbpf's headers (Debian, Ubuntu: apt-get install libbpf-dev; Fedora: dnf install"
                    + " libbpf-devel). ";
        }
        if (name.startsWith("linux/") || name.startsWith("asm/")) {
            return "Install the kernel's headers (Debian, Ubuntu: apt-get install linux-libc-dev; Fedora: dnf install"
                    + " kernel-headers). ";
        }
        return "Put the header next to the source, or add its directory to the include path with -D"
                + ExtensionSettings.CLANG_FLAGS + "=-I/its/directory. ";
    }
}
