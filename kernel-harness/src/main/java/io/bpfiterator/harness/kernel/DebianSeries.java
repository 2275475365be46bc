package io.bpfiterator.harness.kernel;

import java.util.List;
import java.util.Optional;

/**
 * A series of kernels and where Debian has it.
 *
 * @param suites of Debian's archive, by code name; where there are several, the highest version in any of them is taken
 */
record DebianSeries(String name, List<String> suites) {

    /** From the oldest to the newest, as messages list them. */
    static final List<DebianSeries> ALL = List.of(
            new DebianSeries("5.10", List.of("bullseye", "bullseye-security")),
            new DebianSeries("6.1", List.of("bookworm", "bookworm-security")),
            new DebianSeries("6.12", List.of("trixie", "trixie-security")),
            new DebianSeries("newest", List.of("trixie-backports", "sid")));

    static Optional<DebianSeries> named(String name) {
        return ALL.stream().filter(series -> series.name.equals(name)).findFirst();
    }
}
