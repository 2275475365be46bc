package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Distinguishes the reports of the latest build in a directory tree from those that earlier builds left there. */
public final class StaleReports {

    /** By the root directories of the builds. */
    private final Map<String, Written> latest = new HashMap<>();

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
            StaleReports found = new StaleReports();
            for (Path report : reports) {
                found.add(report);
            }
            List<Path> current = new ArrayList<>();
            for (Path report : reports) {
                if (found.isStale(report)) {
                    stale.accept(report);
                } else {
                    current.add(report);
                }
            }
            return current;
        } catch (IOException e) {
            throw Failure.failed("Cannot determine which build wrote the reports")
                    .because(e)
                    .remedy("Give the paths of the files")
                    .exception(EnvironmentException::new);
        }
    }

    private void add(Path report) throws IOException {
        Optional<Build> build = BuildMark.of(report);
        if (build.isPresent() && !build.get().root().isEmpty()) {
            latest.merge(
                    build.get().root(),
                    new Written(build.get(), Files.getLastModifiedTime(report)),
                    (one, other) -> one.time().compareTo(other.time()) < 0 ? other : one);
        }
    }

    private boolean isStale(Path report) throws IOException {
        return BuildMark.of(report)
                .filter(build -> {
                    Written newest = latest.get(build.root());
                    return newest != null && !newest.build().equals(build);
                })
                .isPresent();
    }
}
