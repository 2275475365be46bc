// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.bpfiterator.internal.libbpf.Bytes;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.LibbpfLog;
import org.jspecify.annotations.Nullable;

/** Loads an object through libbpf, from the ELF file to the file descriptors. */
final class LibbpfLoader {

    private static final int VERIFIER_LOG = 1;

    private LibbpfLoader() {}

    /**
     * Loads the chosen programs and maps. The result owns libbpf's object, to attach programs other than iterators.
     *
     * @throws io.bpfiterator.failure.BpfException if the kernel refuses; libbpf's object is closed then
     */
    static LoadedObject load(LibbpfObject object, ObjectDescription description, LoadChoices choices, boolean debug) {
        try (LibbpfLog log = LibbpfLog.continuing(object.log(), debug)) {
            loadOnly(object, description, choices, debug, log);
            return product(object, description, choices, log.text());
        } catch (RuntimeException | Error e) {
            object.close();
            throw e;
        }
    }

    /** Returns the programs and maps of a loaded object, which the result owns. */
    static LoadedObject product(LibbpfObject object, ObjectDescription description, LoadChoices choices, String log) {
        LoadedObject loaded = new LoadedObject(description, choices, log, object);
        try {
            addMaps(object, loaded);
            addPrograms(object, description, loaded);
            return loaded;
        } catch (RuntimeException | Error e) {
            loaded.close();
            throw e;
        }
    }

    private static void addMaps(LibbpfObject object, LoadedObject loaded) {
        Libbpf libbpf = Libbpf.libbpf();
        for (Pointer map : object.maps()) {
            int fd = libbpf.bpf_map__fd(map);
            if (fd >= 0) {
                String name = libbpf.bpf_map__name(map);
                loaded.addMap(name, Fd.duplicate(fd, "map " + name));
            }
        }
    }

    private static void addPrograms(LibbpfObject object, ObjectDescription description, LoadedObject loaded) {
        Libbpf libbpf = Libbpf.libbpf();
        for (Pointer program : object.programs()) {
            int fd = libbpf.bpf_program__fd(program);
            if (fd >= 0) {
                String name = libbpf.bpf_program__name(program);
                loaded.addProgram(
                        description.program(name).orElseThrow(), Fd.duplicate(fd, "program " + name), program);
            }
        }
    }

    /**
     * Loads the chosen programs and maps into the kernel.
     *
     * @param log collects the messages of this call, after those of the opening
     * @throws io.bpfiterator.failure.BpfException if the kernel refuses
     */
    static void loadOnly(
            LibbpfObject object, ObjectDescription description, LoadChoices choices, boolean debug, LibbpfLog log) {
        apply(choices, object, choices.mapsPinnedByName());
        if (debug) {
            object.programs().forEach(program -> Libbpf.libbpf().bpf_program__set_log_level(program, VERIFIER_LOG));
        }
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_object__load(object.pointer()),
                errno -> new LoadFailure(description, choices, errno, log).explain());
    }

    /**
     * Applies choices to an object.
     *
     * @param pinMaps whether maps that are declared with {@code LIBBPF_PIN_BY_NAME} will be pinned
     */
    static void apply(LoadChoices choices, LibbpfObject object, boolean pinMaps) {
        Libbpf libbpf = Libbpf.libbpf();
        for (Pointer program : object.programs()) {
            boolean wanted = choices.programs().contains(libbpf.bpf_program__name(program));
            libbpf.bpf_program__set_autoload(program, wanted);
        }
        for (Pointer map : object.maps()) {
            String name = libbpf.bpf_map__name(map);
            if (!pinMaps) {
                // LIBBPF_PIN_BY_NAME would leave the map in /sys/fs/bpf and pass it to the next test.
                Calls.checkLibbpf(
                        libbpf.bpf_map__set_pin_path(map, null), "prevent the pinning of map " + name + " by name");
            }
            if (choices.mapsLeftOut().contains(name)) {
                Calls.checkLibbpf(libbpf.bpf_map__set_autocreate(map, false), "leave out map " + name);
            }
            byte @Nullable [] data = choices.data().get(name);
            if (data != null) {
                Memory value = Bytes.copyOf(data);
                Calls.checkLibbpf(
                        libbpf.bpf_map__set_initial_value(map, value, data.length),
                        "set the global variables in " + name);
            }
            Integer maxEntries = choices.maxEntries().get(name);
            if (maxEntries != null) {
                Calls.checkLibbpf(libbpf.bpf_map__set_max_entries(map, maxEntries), "resize map " + name);
            }
        }
    }
}
