// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the user chose before the load: programs and maps, initial values of global variables and sizes of maps. */
final class LoadChoices {

    private final Set<String> programs = new LinkedHashSet<>();
    private final Map<String, byte[]> data = new TreeMap<>();
    private final Map<String, Integer> maxEntries = new TreeMap<>();
    private final Set<String> mapsLeftOut = new TreeSet<>();
    private boolean mapsPinnedByName;

    LoadChoices(ObjectDescription description) {
        description.programs().stream()
                .filter(ObjectDescription.Program::autoload)
                .map(ObjectDescription.Program::name)
                .forEach(programs::add);
    }

    void load(String program, boolean wanted) {
        if (wanted) {
            programs.add(program);
        } else {
            programs.remove(program);
        }
    }

    void create(String map, boolean wanted) {
        if (wanted) {
            mapsLeftOut.remove(map);
        } else {
            mapsLeftOut.add(map);
        }
    }

    /** Returns the names of the maps that are not created. */
    Set<String> mapsLeftOut() {
        return mapsLeftOut;
    }

    void pinMapsByName() {
        mapsPinnedByName = true;
    }

    /** Returns whether maps declared with {@code LIBBPF_PIN_BY_NAME} are shared through {@code /sys/fs/bpf}. */
    boolean mapsPinnedByName() {
        return mapsPinnedByName;
    }

    /** Returns the names of the programs to load. */
    Set<String> programs() {
        return programs;
    }

    /** Returns the changed initial data of maps of global variables, by map name. */
    Map<String, byte[]> data() {
        return data;
    }

    /** Returns whether maps differ from their declarations, in their data or their sizes. */
    boolean changeMaps() {
        return !data.isEmpty() || !maxEntries.isEmpty();
    }

    /** Returns the changed sizes of maps, by map name. */
    Map<String, Integer> maxEntries() {
        return maxEntries;
    }
}
