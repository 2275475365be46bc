// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.killed;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.bpfiterator.harness.killed.Remnant.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Counts what the runs of one scenario have left on this machine.
 *
 * @param place their directories
 * @param root a directory with the mounts that they see, such as {@code /}
 */
record Census(Place place, Path root, Scenario scenario) {

    /** Returns everything that exists now, except complete files in the cache. */
    Set<Remnant> take() throws IOException, InterruptedException {
        Set<Remnant> all = new TreeSet<>();
        all.addAll(processes());
        if (scenario.usesThisKernel()) {
            all.addAll(KernelCensus.take());
        }
        all.addAll(mounts());
        all.addAll(sockets());
        if (scenario == Scenario.CONTAINER) {
            all.addAll(ContainerCensus.take());
        }
        pins(all);
        files(all);
        return all;
    }

    private List<Remnant> processes() throws IOException {
        String mark = Place.MARK + "=" + place.root() + "\0";
        List<Remnant> found = new ArrayList<>();
        for (Path process : entries(Path.of("/proc"))) {
            String pid = process.getFileName().toString();
            try {
                if (pid.chars().allMatch(Character::isDigit)
                        && text(process.resolve("environ")).contains(mark)) {
                    found.add(new Remnant(
                            Kind.PROCESS,
                            pid + " " + text(process.resolve("comm")).strip()));
                }
            } catch (IOException ended) {
                continue;
            }
        }
        return found;
    }

    private List<Remnant> mounts() throws IOException {
        return lines(Path.of("/proc/self/mounts"))
                .filter(line -> line.contains(" " + place.root() + "/"))
                .map(line -> new Remnant(Kind.MOUNT, line))
                .toList();
    }

    private List<Remnant> sockets() throws IOException {
        return lines(Path.of("/proc/net/unix"))
                .filter(line -> line.contains(" " + place.root() + "/"))
                .map(line -> new Remnant(Kind.SOCKET, line.substring(line.indexOf(place.root() + "/"))))
                .toList();
    }

    private void pins(Set<Remnant> all) throws IOException {
        for (Path entry : entries(root.resolve("sys/fs/bpf"))) {
            if (entry.getFileName().toString().startsWith("bpf-iterator-")) {
                all.add(new Remnant(Kind.PIN, entry.getFileName() + content(entry)));
            }
        }
    }

    private void files(Set<Remnant> all) throws IOException {
        for (Path parent : List.of(place.temporary(), place.runtime())) {
            for (Path entry : entries(parent)) {
                // The parent of the run directories stays.
                boolean parentOfRuns = entry.getFileName().toString().matches("bpf-iterator-\\d+");
                for (Path left : parentOfRuns ? entries(entry) : List.of(entry)) {
                    all.add(file(left));
                }
            }
        }
        try (Stream<Path> files = Files.walk(place.home())) {
            files.filter(Files::isRegularFile).forEach(file -> all.add(file(file)));
        }
        try (Stream<Path> files = Files.walk(place.cache())) {
            files.filter(Census::isHalfWritten).forEach(file -> all.add(file(file)));
        }
        report(all);
    }

    /** Returns whether a path in the cache is a directory of unfinished files, or an incomplete file of apt. */
    private static boolean isHalfWritten(Path file) {
        return file.getFileName().toString().startsWith("unfinished-")
                || file.getParent().getFileName().toString().equals("partial") && Files.isRegularFile(file);
    }

    private Remnant file(Path file) {
        return new Remnant(Kind.FILE, place.root().relativize(file) + content(file));
    }

    /** A report may be of an earlier run, but is never half a report. */
    private void report(Set<Remnant> all) throws IOException {
        Path json = place.report().resolve("report.json");
        Path page = place.report().resolve("report.html");
        try {
            if (Files.exists(json) && Files.size(json) > 0) {
                JsonParser.parseString(text(json));
            }
        } catch (JsonParseException half) {
            all.add(new Remnant(Kind.FILE, "half a report: " + json));
        }
        if (Files.exists(page) && !text(page).strip().endsWith("</html>")) {
            all.add(new Remnant(Kind.FILE, "half a page: " + page));
        }
    }

    /** Returns the names in a directory. */
    private static String content(Path file) {
        try {
            return Files.isDirectory(file)
                    ? " " + entries(file).stream().map(Path::getFileName).toList()
                    : "";
        } catch (IOException removed) {
            return "";
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }

    private static Stream<String> lines(Path file) throws IOException {
        return text(file).lines();
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
