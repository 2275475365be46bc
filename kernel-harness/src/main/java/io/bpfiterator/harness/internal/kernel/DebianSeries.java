// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a series of kernels and the suites of Debian that contain it.
 *
 * @param cacheDirectory the name of its directory in the cache, which all series of the same suites share
 * @param suites the code names of suites in Debian's archive; the highest version in any of them is used
 * @param flavour {@code cloud} or {@code rt}, Debian's names for its other builds; empty for the default build
 * @param versionPrefix the prefix of the versions to choose from, {@code 7.} or {@code 6.18.}; empty for the version
 *     that Debian installs by default
 */
record DebianSeries(String name, String cacheDirectory, List<String> suites, String flavour, String versionPrefix) {

    /** The predefined series, from the oldest to the newest. */
    static final List<DebianSeries> ALL = List.of(
            new DebianSeries("5.10", List.of("bullseye", "bullseye-security")),
            new DebianSeries("6.1", List.of("bookworm", "bookworm-security")),
            new DebianSeries("6.12", List.of("trixie", "trixie-security")),
            new DebianSeries("newest", List.of("trixie-backports", "sid")));

    /** The forms of the names of other series, as messages list them. */
    static final List<String> OTHERS = List.of("MAJOR.x", "MAJOR.MINOR", "SERIES-cloud", "SERIES-rt");

    private static final Pattern NAME = Pattern.compile("(newest|(\\d{1,5}\\.)(?:x|\\d{1,5}))(?:-(cloud|rt))?");

    DebianSeries(String name, List<String> suites) {
        this(name, name, suites, "", "");
    }

    /**
     * Returns the series with a name; empty if the name has another form.
     *
     * <p>{@code 6.x} is the newest predefined series with that major version. A series that is not predefined is looked
     * up in the suites of the newest predefined one, which contain many.
     *
     * @param listed the predefined series, from the oldest to the newest
     */
    static Optional<DebianSeries> named(String name, List<DebianSeries> listed) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String base = matcher.group(1);
        boolean wholeMajor = base.endsWith(".x");
        String major = matcher.group(2);
        Optional<DebianSeries> known = listed.stream()
                .filter(series -> wholeMajor ? series.name.startsWith(major) : series.name.equals(base))
                .reduce((older, newer) -> newer);
        Optional<DebianSeries> found = base.equals("newest")
                ? known
                : known.or(() ->
                        Optional.of(listed.get(listed.size() - 1).withVersions(base, wholeMajor ? major : base + ".")));
        return found.map(series -> matcher.group(3) == null ? series : series.withFlavour(matcher.group(3)));
    }

    private DebianSeries withVersions(String newName, String newPrefix) {
        return new DebianSeries(newName, cacheDirectory, suites, flavour, newPrefix);
    }

    private DebianSeries withFlavour(String newFlavour) {
        return new DebianSeries(name + "-" + newFlavour, cacheDirectory, suites, newFlavour, versionPrefix);
    }

    /** Returns a pattern of the releases of this series, which also matches candidates such as {@code 6.12-rc6}. */
    String releases() {
        String prefix = versionPrefix.isEmpty() ? name.replaceFirst("newest|-.*", "") : versionPrefix;
        return prefix.isEmpty() ? ".*" : Pattern.quote(prefix.replaceFirst("\\.$", "")) + "(?:\\D.*)?";
    }

    /** Returns the suffix of the names of its packages: {@code -cloud-amd64}. */
    String suffix(String architecture) {
        return (flavour.isEmpty() ? "-" : "-" + flavour + "-") + architecture;
    }

    /**
     * Returns the name of the directory of a version, which includes the flavour: all flavours have the same versions.
     */
    String directory(String version) {
        return flavour.isEmpty() ? version : version + "-" + flavour;
    }
}
