package io.bpfiterator.harness.kernel;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sources that this machine's apt is configured with, of which private ones are made: the same mirror and keys. */
final class AptSources {

    private final Path etc;
    private final List<AptSource> sources;

    private AptSources(Path etc, List<AptSource> sources) {
        this.etc = etc;
        this.sources = sources;
    }

    /**
     * Reads {@code sources.list} and {@code sources.list.d} in a directory.
     *
     * @param etc usually {@code /etc/apt}
     */
    static AptSources in(Path etc) {
        List<AptSource> sources = new ArrayList<>();
        List<Path> files = new ArrayList<>(List.of(etc.resolve("sources.list")));
        Path directory = etc.resolve("sources.list.d");
        try {
            if (Files.isDirectory(directory)) {
                try (Stream<Path> listed = Files.list(directory)) {
                    listed.sorted().forEach(files::add);
                }
            }
            for (Path file : files) {
                if (Files.isRegularFile(file) && file.toString().endsWith(".list")) {
                    sources.addAll(AptSource.fromLines(Files.readString(file)));
                } else if (Files.isRegularFile(file) && file.toString().endsWith(".sources")) {
                    sources.addAll(AptSource.fromStanzas(Files.readString(file)));
                }
            }
        } catch (IOException e) {
            throw new EnvironmentException("apt's sources can't be read: " + e + "; make them readable", e);
        }
        return new AptSources(etc, sources);
    }

    /**
     * Returns the text of a {@code .sources} file with suites of Debian's archive.
     *
     * <p>Suites of the security archive are left out where this machine does not use it.
     *
     * @throws EnvironmentException if none of the sources is Debian's
     */
    String forSuites(List<String> suites) {
        AptSource archive =
                sources.stream().filter(AptSource::isDebian).findFirst().orElseThrow(this::noDebian);
        Optional<AptSource> security =
                sources.stream().filter(AptSource::isDebianSecurity).findFirst();
        return suites.stream()
                .map(suite -> isOfSecurity(suite)
                        ? security.map(source -> source.stanza(suite)).orElse("")
                        : archive.stanza(suite))
                .filter(stanza -> !stanza.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /** Tells whether a suite's archive is among the sources; machines may do without the security archive. */
    boolean serve(String suite) {
        return !isOfSecurity(suite) || sources.stream().anyMatch(AptSource::isDebianSecurity);
    }

    private static boolean isOfSecurity(String suite) {
        return suite.endsWith("-security");
    }

    private EnvironmentException noDebian() {
        return EnvironmentException.unavailable(
                "Kernel series come from Debian's packages, and none of the " + sources.size() + " sources in " + etc
                        + " is a mirror of Debian; " + Apt.INSTEAD,
                0,
                "");
    }
}
