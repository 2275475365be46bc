// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.internal.kernel.KernelRelease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the packages that contain one kernel each, {@code linux-image-6.18.15+deb13-amd64}, in a package list. */
final class ImagePackages {

    static final String PREFIX = "linux-image-";

    /** A letter after the hyphen would begin the name of a flavour. */
    private static final String RELEASE =
            "(?<release>(?<series>\\d{1,5}\\.\\d{1,5})\\.\\d{1,5}(?:[^-]*|-\\d[0-9.a-z]*))";

    /** The names of the packages by release. */
    private final Map<KernelRelease, String> names = new TreeMap<>();

    private final List<String> series = new ArrayList<>();

    /** @param suffix the suffix of the packages of an architecture and flavour: {@code -amd64}, {@code -cloud-amd64} */
    ImagePackages(List<String> packages, String suffix) {
        Pattern wanted = Pattern.compile(Pattern.quote(PREFIX) + RELEASE + Pattern.quote(suffix));
        for (String name : packages) {
            Matcher matcher = wanted.matcher(name);
            if (matcher.matches()) {
                names.put(KernelRelease.parse(matcher.group("release")), name);
                series.add(matcher.group("series"));
            }
        }
    }

    /** Returns the newest package whose version has a prefix: {@code 7.}, {@code 6.18.} */
    Optional<String> newest(String versionPrefix) {
        return names.entrySet().stream()
                .filter(entry -> entry.getKey().toString().startsWith(versionPrefix))
                .map(Map.Entry::getValue)
                .reduce((older, newer) -> newer);
    }

    /** Returns the series of these packages and some more, from the oldest to the newest. */
    List<String> series(List<String> more) {
        List<String> all = new ArrayList<>(series);
        all.addAll(more);
        return all.stream()
                .distinct()
                .sorted(Comparator.comparing(KernelRelease::version))
                .toList();
    }
}
