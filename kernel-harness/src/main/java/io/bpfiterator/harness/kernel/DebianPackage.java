package io.bpfiterator.harness.kernel;

import io.bpfiterator.harness.EnvironmentException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;

/** A package of a kernel: what Debian's list says of it, and what its file has. */
record DebianPackage(String name, String version, long bytes, List<String> kernelDependencies) {

    /** Metapackages depend on what has a release in its name; newer ones have the image and the modules apart. */
    private static final Pattern DEPENDENCY =
            Pattern.compile("(linux-(?:image|binary|modules)-\\d\\S*) *(?:\\(= *(\\S+)\\))?.*");

    static DebianPackage of(Map<String, String> fields) {
        List<String> dependencies = Arrays.stream(
                        fields.getOrDefault("Depends", "").split("\\s*,\\s*"))
                .map(DEPENDENCY::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1) + (match.group(2) == null ? "" : "=" + match.group(2)))
                .toList();
        return new DebianPackage(
                fields.get("Package"),
                fields.get("Version"),
                Long.parseLong(fields.getOrDefault("Size", "0")),
                dependencies);
    }

    /** Tells whether it belongs to a single kernel, rather than to whichever is the newest. */
    boolean isOfOneKernel() {
        return DEPENDENCY.matcher(name).matches();
    }

    /** Returns the name with the version, as apt takes it. */
    String reference() {
        return name + "=" + version;
    }

    /** Unpacks the image as {@code vmlinuz} and the modules that a boot takes into {@code modules}. */
    static void unpack(Path file, Path into) throws IOException {
        try (ArArchiveInputStream members =
                new ArArchiveInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (ArArchiveEntry member = members.getNextEntry(); member != null; member = members.getNextEntry()) {
                if (member.getName().startsWith("data.tar")) {
                    KernelTar.unpack(Compression.decompressed(members), "", into);
                    return;
                }
            }
        }
        throw new EnvironmentException("Debian's package " + file.getFileName() + " has no data.tar; " + Apt.INSTEAD);
    }
}
