package io.bpfiterator.object;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.libbpf.Bytes;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.libbpf.LibbpfLog;
import org.jspecify.annotations.Nullable;

/** Loads an object through libbpf, from its ELF file to its descriptors. */
final class LibbpfLoader {

    private static final int VERIFIER_LOG = 1;

    private LibbpfLoader() {}

    /** Loads what was chosen; the object keeps libbpf's own for the attaching of programs that are no iterators. */
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

    /** Loads into the kernel and returns libbpf's own object, for the caller to close. */
    static LibbpfObject loadOnly(ObjectDescription description, LoadChoices choices, boolean debug, LibbpfLog log) {
        LibbpfObject object = LibbpfObject.open(description.file(), log);
        try {
            apply(choices, object, debug);
            int result = Libbpf.libbpf().bpf_object__load(object.pointer());
            if (result < 0) {
                throw new LoadFailure(description, choices, result, log).explain();
            }
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
                // LIBBPF_PIN_BY_NAME would leave the map in /sys/fs/bpf, and hand it to the next test.
                check("keep map " + name + " from being pinned", libbpf.bpf_map__set_pin_path(map, null));
            }
            byte @Nullable [] data = choices.data().get(name);
            if (data != null) {
                Memory value = Bytes.copyOf(data);
                check(
                        "set the global variables in " + name,
                        libbpf.bpf_map__set_initial_value(map, value, data.length));
            }
            Integer maxEntries = choices.maxEntries().get(name);
            if (maxEntries != null) {
                check("resize map " + name, libbpf.bpf_map__set_max_entries(map, maxEntries));
            }
        }
    }

    private static void check(String deed, int result) {
        if (result < 0) {
            throw new BpfException("libbpf can't " + deed + ": " + Errno.describe(result), result);
        }
    }
}
