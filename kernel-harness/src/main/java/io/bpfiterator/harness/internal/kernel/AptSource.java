// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Represents an entry of apt's sources, in either of the formats that {@code sources.list(5)} describes.
 *
 * @param fields the values by name: Types, URIs, Suites, Components, Signed-By and so on; a value may have several
 *     lines
 */
record AptSource(Map<String, String> fields) {

    private static final Set<String> DEBIAN = Set.of(
            "buster",
            "bullseye",
            "bookworm",
            "trixie",
            "forky",
            "duke",
            "sid",
            "oldoldstable",
            "oldstable",
            "stable",
            "testing",
            "unstable");

    private static final Pattern LINE =
            Pattern.compile("deb\\s+(?:\\[([^\\]]*)\\]\\s*)?(\\S+)\\s+(\\S+)((?:\\s+[^\\s#]+)*)\\s*(?:#.*)?");

    private static final Pattern SECURITY = Pattern.compile("(.+?)(-security|/updates)");

    private static final Pattern FIELD = Pattern.compile("([A-Za-z-]+):\\s*(.*)");

    AptSource {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(fields);
        fields = sorted;
    }

    /** Parses the one-line format, leaving out entries of other types than {@code deb}. */
    static List<AptSource> fromLines(String text) {
        List<AptSource> sources = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher entry = LINE.matcher(line.strip());
            if (entry.matches()) {
                Map<String, String> fields = new LinkedHashMap<>();
                fields.put("Types", "deb");
                fields.put("URIs", entry.group(2));
                fields.put("Suites", entry.group(3));
                fields.put("Components", entry.group(4).strip());
                if (entry.group(1) != null) {
                    Arrays.stream(entry.group(1).strip().split("\\s+"))
                            .map(option -> option.split("=", 2))
                            .filter(option -> option.length == 2)
                            .forEach(option -> fields.put(option[0], option[1].replace(',', ' ')));
                }
                sources.add(new AptSource(fields));
            }
        }
        return sources;
    }

    /** Parses the format of {@code .sources} files, leaving out disabled entries and other types than {@code deb}. */
    static List<AptSource> fromStanzas(String text) {
        List<AptSource> sources = new ArrayList<>();
        for (String stanza : text.replaceAll("(?m)^#.*\\R?", "").split("\\n\\s*\\n")) {
            Map<String, String> fields = new LinkedHashMap<>();
            String name = null;
            for (String line : stanza.lines().toList()) {
                Matcher field = FIELD.matcher(line);
                if (name != null && line.matches("\\s.*")) {
                    fields.merge(name, line, (before, more) -> before + "\n" + more);
                } else if (field.matches()) {
                    name = field.group(1);
                    fields.put(name, field.group(2));
                }
            }
            AptSource source = new AptSource(fields);
            if (source.values("Types").contains("deb")
                    && !source.fields
                            .getOrDefault("Enabled", "yes")
                            .toLowerCase(Locale.ROOT)
                            .matches("no|false|0|off")) {
                sources.add(source);
            }
        }
        return sources;
    }

    /** Returns whether this is Debian's main archive, not the security archive or another distribution's. */
    boolean isDebian() {
        return hasMain() && values("Suites").stream().anyMatch(AptSource::isDebian);
    }

    /** Returns whether this is Debian's security archive. */
    boolean isDebianSecurity() {
        return hasMain()
                && values("Suites").stream()
                        .map(SECURITY::matcher)
                        .anyMatch(suite -> suite.matches() && isDebian(suite.group(1)));
    }

    /** Leaves out sources on discs, for which apt would prompt, and those without an address. */
    private boolean hasMain() {
        return values("Components").contains("main")
                && values("URIs").stream().noneMatch(uri -> uri.isEmpty() || uri.startsWith("cdrom:"));
    }

    private static boolean isDebian(String suite) {
        return DEBIAN.contains(suite);
    }

    /** Returns the stanza of another suite of the same archive, with the same keys and only the component main. */
    String stanza(String suite) {
        StringBuilder stanza = new StringBuilder("Types: deb\n");
        stanza.append("URIs: ").append(String.join(" ", values("URIs"))).append('\n');
        stanza.append("Suites: ").append(suite).append('\n');
        stanza.append("Components: main\n");
        for (String name : List.of("Signed-By", "Trusted", "Check-Valid-Until")) {
            if (fields.containsKey(name)) {
                stanza.append(name).append(": ").append(fields.get(name)).append('\n');
            }
        }
        return stanza.toString();
    }

    private List<String> values(String field) {
        return Arrays.asList(fields.getOrDefault(field, "").strip().split("\\s+"));
    }
}
