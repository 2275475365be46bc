// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;

/** Describes a kernel package by its record in Debian's package list, and unpacks its file. */
record DebianPackage(String name, String version, long bytes, List<String> kernelDependencies) {

    /**
     * Metapackages depend on packages with a release in the name, one for all files or one each for image, modules and
     * configuration.
     */
    private static final Pattern DEPENDENCY =
            Pattern.compile("(linux-(?:image|binary|modules|base)-\\d\\S*) *(?:\\(= *(\\S+)\\))?.*");

    /** Creates a description from the fields of a package's record. */
    static DebianPackage of(Map<String, String> fields) {
        List<String> dependencies = Arrays.stream(
                        fields.getOrDefault("Depends", "").split("\\s*,\\s*"))
                .map(DEPENDENCY::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1) + (match.group(2) == null ? "" : "=" + match.group(2)))
                .toList();
        return new DebianPackage(
                required(fields, "Package"),
                required(fields, "Version"),
                Long.parseLong(fields.getOrDefault("Size", "0")),
                dependencies);
    }

    /** Returns the fields of a record, {@code Name: value} in each line, without further lines of a value. */
    static Map<String, String> fields(String record) {
        return record.lines()
                .filter(line -> !line.startsWith(" ") && line.contains(": "))
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[1], (first, again) -> first));
    }

    /**
     * Follows the dependencies of a package to those that belong to one kernel.
     *
     * @param first the name, or {@code name=version}
     * @param find returns the package with a name, or {@code name=version}
     */
    static List<DebianPackage> ofOneKernel(String first, Function<String, DebianPackage> find) {
        Map<String, DebianPackage> found = new LinkedHashMap<>();
        Deque<String> references = new ArrayDeque<>(List.of(first));
        while (!references.isEmpty()) {
            DebianPackage next = find.apply(references.remove());
            if (found.putIfAbsent(next.name(), next) == null) {
                references.addAll(next.kernelDependencies());
            }
        }
        return found.values().stream().filter(DebianPackage::isOfOneKernel).toList();
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw Failure.failed("Cannot read the record of a package")
                    .because("it has no field " + name)
                    .remedy(Apt.USE_ANOTHER_KERNEL)
                    .log(fields.toString())
                    .exception(EnvironmentException::new);
        }
        return value;
    }

    /** Returns whether this package belongs to one kernel, unlike a metapackage, which depends on the newest. */
    boolean isOfOneKernel() {
        return DEPENDENCY.matcher(name).matches();
    }

    /** Returns {@code name=version}, which apt accepts in place of a name. */
    String reference() {
        return name + "=" + version;
    }

    /** Reads the content of a member of a package's file. */
    @FunctionalInterface
    interface MemberReader {
        void read(InputStream decompressed) throws IOException;
    }

    /** Unpacks a part of a package's file. */
    static void unpack(Path file, KernelTar.Selection selection, Path into) throws IOException {
        readMember(file, "data.tar", tar -> selection.unpack(tar, "", into));
    }

    /** @param name the member's name without the suffix of its compression */
    static void readMember(Path file, String name, MemberReader reader) throws IOException {
        try (ArArchiveInputStream members =
                new ArArchiveInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (ArArchiveEntry member = members.getNextEntry(); member != null; member = members.getNextEntry()) {
                if (member.getName().startsWith(name)) {
                    reader.read(Compression.decompressed(members));
                    return;
                }
            }
        }
        throw Failure.failed("Cannot unpack Debian's package " + file.getFileName())
                .because("there is no " + name + " in it")
                .remedy(Apt.USE_ANOTHER_KERNEL)
                .exception(EnvironmentException::new);
    }
}
