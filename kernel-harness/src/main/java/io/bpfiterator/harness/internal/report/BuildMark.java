// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file beside a report that says which build wrote the report there. It is valid for one file in one place: a copy of
 * the report, as another job downloads it, has no build.
 */
final class BuildMark {

    private static final String FILE = ".build";

    /** The lines of the build, before those of the place. */
    private static final int LINES = 2;

    private BuildMark() {}

    static void write(Path report, Build build) throws IOException {
        Files.writeString(file(report), String.join("\n", build.id(), build.root(), place(report)));
    }

    /** Returns the build that wrote a report, or empty if the report came to its place in another way. */
    static Optional<Build> of(Path report) throws IOException {
        Path file = file(report);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = List.of(Files.readString(file).split("\n", LINES + 1));
        return lines.size() > LINES && lines.get(LINES).equals(place(report))
                ? Optional.of(new Build(lines.get(0), lines.get(1)))
                : Optional.empty();
    }

    private static Path file(Path report) {
        return report.resolveSibling(FILE);
    }

    private static String place(Path report) throws IOException {
        return Files.getAttribute(report, "unix:ino") + "\n" + report.toRealPath();
    }
}
