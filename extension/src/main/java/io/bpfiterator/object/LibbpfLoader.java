package io.bpfiterator.object;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.bpfiterator.libbpf.Bytes;
import io.bpfiterator.libbpf.Calls;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.libbpf.LibbpfLog;
import org.jspecify.annotations.Nullable;

/** Loads an object through libbpf, from the ELF file to the file descriptors. */
final class LibbpfLoader {

    private static final int VERIFIER_LOG = 1;

    private LibbpfLoader() {}

    /**
     * Loads the chosen programs and maps. The result keeps libbpf's object, to attach programs other than iterators.
     */
    static BpfObject load(ObjectDescription description, LoadChoices choices, boolean debug) {
        try (LibbpfLog log = LibbpfLog.open(debug)) {
            LibbpfObject object = loadOnly(description, choices, debug, log);
            BpfObject loaded = new BpfObject(description, log.text(), object);
            try {
                Libbpf libbpf = Libbpf.libbpf();
                for (Pointer program : object.programs()) {
                    int fd = libbpf.bpf_program__fd(program);
                    if (fd >= 0) {
                        ObjectDescription.Program described = description
                                .program(libbpf.bpf_program__name(program))
                                .orElseThrow();
                        loaded.add(new BpfProgram(
                                loaded, described, Fd.duplicate(fd, "program " + described.name()), program));
                    }
                }
                for (Pointer map : object.maps()) {
                    int fd = libbpf.bpf_map__fd(map);
                    if (fd >= 0) {
                        String name = libbpf.bpf_map__name(map);
                        loaded.add(BpfMap.untyped(
                                new MapHandle(name, Fd.duplicate(fd, "map " + name), false, description.btf())));
                    }
                }
                return loaded;
            } catch (RuntimeException e) {
                loaded.close();
                throw e;
            }
        }
    }

    /** Loads into the kernel and returns libbpf's object, which the caller closes. */
    static LibbpfObject loadOnly(ObjectDescription description, LoadChoices choices, boolean debug, LibbpfLog log) {
        LibbpfObject object = LibbpfObject.open(description.file(), log);
        try {
            apply(choices, object, debug);
            Calls.checkLibbpf(
                    Libbpf.libbpf().bpf_object__load(object.pointer()),
                    errno -> new LoadFailure(description, choices, errno, log).explain());
            return object;
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }

    private static void apply(LoadChoices choices, LibbpfObject object, boolean debug) {
        Libbpf libbpf = Libbpf.libbpf();
        for (Pointer program : object.programs()) {
            boolean wanted = choices.programs().contains(libbpf.bpf_program__name(program));
            libbpf.bpf_program__set_autoload(program, wanted);
            if (debug) {
                libbpf.bpf_program__set_log_level(program, VERIFIER_LOG);
            }
        }
        for (Pointer map : object.maps()) {
            String name = libbpf.bpf_map__name(map);
            if (!choices.mapsPinnedByName()) {
                // LIBBPF_PIN_BY_NAME would leave the map in /sys/fs/bpf and pass it to the next test.
                Calls.checkLibbpf(
                        libbpf.bpf_map__set_pin_path(map, null), "prevent the pinning of map " + name + " by name");
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
