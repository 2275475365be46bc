// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the sources of this machine's apt, and derives private ones from them with the same mirror and keys. */
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
            throw Failure.failed("Cannot read apt's sources")
                    .because(e)
                    .remedy("Make them readable")
                    .exception(EnvironmentException::new);
        }
        return new AptSources(etc, sources);
    }

    /**
     * Returns the text of a {@code .sources} file with suites of Debian's archive. Leaves out suites of the security
     * archive if this machine's sources do not have it.
     *
     * @throws EnvironmentException if none of the sources is a mirror of Debian
     */
    String forSuites(List<String> suites) {
        AptSource archive =
                sources.stream().filter(AptSource::isDebian).findFirst().orElseThrow(this::noDebian);
        Optional<AptSource> security =
                sources.stream().filter(AptSource::isDebianSecurity).findFirst();
        return suites.stream()
                .map(suite -> isSecuritySuite(suite)
                        ? security.map(source -> source.stanza(suite)).orElse("")
                        : archive.stanza(suite))
                .filter(stanza -> !stanza.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /** Returns whether the sources have the archive of a suite; a machine may not use the security archive. */
    boolean hasArchiveOf(String suite) {
        return !isSecuritySuite(suite) || sources.stream().anyMatch(AptSource::isDebianSecurity);
    }

    private static boolean isSecuritySuite(String suite) {
        return suite.endsWith("-security");
    }

    private EnvironmentException noDebian() {
        return Failure.absent("Cannot fetch a kernel from Debian")
                .because("no source of apt in " + etc + " is a mirror of Debian")
                .remedy(Apt.USE_ANOTHER_KERNEL)
                .exception(EnvironmentException::new);
    }
}
