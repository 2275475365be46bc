// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.LibbpfLog;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains why the kernel did not create a map. */
final class MapFailure {

    private static final Pattern NOT_CREATED = Pattern.compile("map '([^']+)': failed to create: ");

    private MapFailure() {}

    /** Returns the failure that libbpf's log reports; empty if it reports no map. */
    static Optional<Failure> in(LibbpfLog log, ObjectDescription description, LoadChoices choices) {
        Matcher map = NOT_CREATED.matcher(log.warnings());
        if (!map.find()) {
            return Optional.empty();
        }
        String name = map.group(1);
        return description.maps().stream()
                .filter(declared -> declared.name().equals(name))
                .findFirst()
                .map(declared -> of(
                                declared,
                                choices.maxEntries().getOrDefault(name, declared.maxEntries()),
                                "Cannot create map " + name + " of " + description.file())
                        .remedy("If no program needs it, leave it out: withoutMaps = \"" + name
                                + "\" of @BpfIterator, or autocreate(\"" + name + "\", false) of OpenBpfObject"));
    }

    private static Failure of(ObjectDescription.Map map, int maxEntries, String what) {
        String type = map.typeName();
        return Btf.ofKernel().mayHaveValue("bpf_map_type", map.typeNumber())
                ? Failure.failed(what)
                        .because("the kernel refused one of its type (" + type + "), flags and sizes, such as"
                                + " max_entries " + Integer.toUnsignedString(maxEntries))
                : Failure.absent(what)
                        .because("the running kernel has no maps of type " + type
                                + map.type()
                                        .since()
                                        .map(release -> ", which Linux " + release + " introduced")
                                        .orElse(""));
    }
}
