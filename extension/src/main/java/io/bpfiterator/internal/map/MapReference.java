// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A reference to a map in bpftool's syntax: {@code id N}, {@code pinned FILE} or {@code name NAME}.
 *
 * <p>A map that belongs to another object or process is opened read-only if possible; see {@link MapFinder}.
 */
public final class MapReference {

    private static final String FORMS = "\"id N\", \"pinned FILE\" or \"name NAME\"";

    private enum Kind {
        ID,
        PINNED,
        NAME
    }

    private final Kind kind;
    private final String value;

    private MapReference(Kind kind, String value) {
        this.kind = kind;
        this.value = value;
    }

    /**
     * Parses a reference.
     *
     * @throws BpfException if it has none of the three forms
     */
    public static MapReference parse(String text) {
        String[] parts = text.strip().split("\\s+", 2);
        if (parts.length == 2) {
            for (Kind kind : Kind.values()) {
                if (kind.name().equalsIgnoreCase(parts[0])) {
                    return new MapReference(kind, checked(kind, parts[1], text));
                }
            }
        }
        throw unparsable(text).exception();
    }

    private static Failure unparsable(String text) {
        return Failure.invalid("\"" + text + "\" does not name a map").remedy("Write " + FORMS);
    }

    private static String checked(Kind kind, String value, String text) {
        if (kind == Kind.ID) {
            try {
                Integer.parseUnsignedInt(value);
            } catch (NumberFormatException e) {
                throw unparsable(text)
                        .because("an id is a number from 0 to 4294967295")
                        .causedBy(e)
                        .exception();
            }
        }
        return value;
    }

    /**
     * Opens the map, which the caller closes.
     *
     * @throws BpfException if there is no such map, or several have that name
     */
    public KernelMap<byte[], byte[]> open() {
        return open("a BPF object of this test", List.of());
    }

    /**
     * Opens the map, which the caller closes; a name refers to one of some maps, or else to any other in the kernel.
     *
     * @param owner the owner of {@code maps}, for messages
     * @throws BpfException if there is no such map, or several have that name
     */
    public KernelMap<byte[], byte[]> open(String owner, List<KernelMap<byte[], byte[]>> maps) {
        MapHandle handle =
                switch (kind) {
                    case ID -> MapFinder.byId(Integer.parseUnsignedInt(value), true);
                    case PINNED -> MapFinder.pinned(Path.of(value));
                    case NAME -> ownMap(maps).orElseGet(() -> MapFinder.named(value, owner, names(maps)));
                };
        return KernelMap.untyped(handle);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + value;
    }

    private static List<String> names(List<KernelMap<byte[], byte[]>> maps) {
        return maps.stream().map(KernelMap::name).toList();
    }

    private Optional<MapHandle> ownMap(List<KernelMap<byte[], byte[]>> maps) {
        return maps.stream().filter(map -> map.name().equals(value)).findFirst().map(map -> map.handle()
                .duplicate());
    }
}
