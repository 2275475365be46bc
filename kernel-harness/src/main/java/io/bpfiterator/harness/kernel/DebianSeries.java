package io.bpfiterator.harness.kernel;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A series of kernels and where Debian has it.
 *
 * @param place the directory of the cache that it shares with the others of the same suites
 * @param suites of Debian's archive, by code name; where there are several, the highest version in any of them is taken
 * @param flavour {@code cloud} or {@code rt}, as Debian calls its other builds; empty for the usual one
 * @param beginning of the versions to choose from, {@code 7.} or {@code 6.18.}; empty for the one that Debian would install
 */
record DebianSeries(String name, String place, List<String> suites, String flavour, String beginning) {

    /** From the oldest to the newest, as messages list them. */
    static final List<DebianSeries> ALL = List.of(
            new DebianSeries("5.10", List.of("bullseye", "bullseye-security")),
            new DebianSeries("6.1", List.of("bookworm", "bookworm-security")),
            new DebianSeries("6.12", List.of("trixie", "trixie-security")),
            new DebianSeries("newest", List.of("trixie-backports", "sid")));

    /** How names are made that {@link #ALL} has not. */
    static final List<String> OTHERS = List.of("MAJOR.x", "MAJOR.MINOR", "SERIES-cloud", "SERIES-rt");

    private static final Pattern NAME = Pattern.compile("(newest|(\\d{1,5}\\.)(?:x|\\d{1,5}))(?:-(cloud|rt))?");

    DebianSeries(String name, List<String> suites) {
        this(name, name, suites, "", "");
    }

    /**
     * Returns the series of a name.
     *
     * <p>{@code 6.x} is the newest of the listed ones of that major, if there is one. What is not listed may be among the
     * many that the suites of the last listed one have.
     *
     * @param listed from the oldest to the newest
     */
    static Optional<DebianSeries> named(String name, List<DebianSeries> listed) {
        Matcher words = NAME.matcher(name);
        if (!words.matches()) {
            return Optional.empty();
        }
        String base = words.group(1);
        boolean wholeMajor = base.endsWith(".x");
        String major = words.group(2);
        Optional<DebianSeries> known = listed.stream()
                .filter(series -> wholeMajor ? series.name.startsWith(major) : series.name.equals(base))
                .reduce((older, newer) -> newer);
        Optional<DebianSeries> found = base.equals("newest")
                ? known
                : known.or(
                        () -> Optional.of(listed.get(listed.size() - 1).among(base, wholeMajor ? major : base + ".")));
        return found.map(series -> words.group(3) == null ? series : series.flavoured(words.group(3)));
    }

    private DebianSeries among(String other, String itsBeginning) {
        return new DebianSeries(other, place, suites, flavour, itsBeginning);
    }

    private DebianSeries flavoured(String other) {
        return new DebianSeries(name + "-" + other, place, suites, other, beginning);
    }

    /** Returns the end of the names of its packages: {@code -cloud-amd64}. */
    String suffix(String architecture) {
        return (flavour.isEmpty() ? "-" : "-" + flavour + "-") + architecture;
    }

    /** Returns the name of a version's directory in its place; flavours have the same versions. */
    String directory(String version) {
        return flavour.isEmpty() ? version : version + "-" + flavour;
    }
}
