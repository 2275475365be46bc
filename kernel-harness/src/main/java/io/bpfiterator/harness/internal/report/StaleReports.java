// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Distinguishes the reports of the latest build in a directory tree from those that earlier builds left there. */
public final class StaleReports {

    private StaleReports() {}

    private record Written(Build build, FileTime time) {}

    /**
     * Returns the reports that are not left over from an earlier build.
     *
     * @param stale is given the others
     * @throws EnvironmentException if one cannot be read
     */
    public static List<Path> without(List<Path> reports, Consumer<Path> stale) {
        try {
            Map<Path, Build> builds = new HashMap<>();
            Map<String, Written> latest = new HashMap<>();
            for (Path report : reports) {
                Optional<Build> build =
                        BuildMark.of(report).filter(found -> !found.root().isEmpty());
                if (build.isPresent()) {
                    builds.put(report, build.get());
                    latest.merge(
                            build.get().root(),
                            new Written(build.get(), Files.getLastModifiedTime(report)),
                            (one, other) -> one.time().compareTo(other.time()) < 0 ? other : one);
                }
            }
            Set<Build> current = latest.values().stream().map(Written::build).collect(Collectors.toSet());
            Map<Boolean, List<Path>> byAge = reports.stream()
                    .collect(Collectors.partitioningBy(
                            report -> builds.containsKey(report) && !current.contains(builds.get(report))));
            byAge.getOrDefault(true, List.of()).forEach(stale);
            return byAge.getOrDefault(false, List.of());
        } catch (IOException e) {
            throw Failure.failed("Cannot determine which build wrote the reports")
                    .because(e)
                    .remedy("Give the paths of the files")
                    .exception(EnvironmentException::new);
        }
    }
}
