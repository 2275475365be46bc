package io.bpfiterator.object;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.bpfiterator.kernel.BpfException;
import io.bpfiterator.libbpf.Fd;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.libbpf.LibbpfLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A BPF object that libbpf has opened and not yet loaded: the time to choose its programs.
 *
 * <p>Loading closes it; close it only if it is not loaded after all.
 */
public final class OpenBpfObject implements AutoCloseable {

    private static final int VERIFIER_LOG = 1;

    private final BpfObjectFile file;

    /** libbpf reads from these bytes until the object is closed. */
    private final Memory bytes;

    private final Map<String, Pointer> programs = new LinkedHashMap<>();
    private final boolean debug;
    private final String openLog;
    private @Nullable Pointer object;

    private OpenBpfObject(BpfObjectFile file, Memory bytes, Pointer object, boolean debug, String openLog) {
        this.file = file;
        this.bytes = bytes;
        this.debug = debug;
        this.openLog = openLog;
        this.object = object;
        Libbpf libbpf = Libbpf.libbpf();
        for (Pointer program = libbpf.bpf_object__next_program(object, null);
                program != null;
                program = libbpf.bpf_object__next_program(object, program)) {
            programs.put(libbpf.bpf_program__name(program), program);
        }
    }

    static OpenBpfObject open(BpfObjectFile file, boolean debug) {
        Memory bytes = new Memory(file.bytes().length);
        bytes.write(0, file.bytes(), 0, file.bytes().length);
        try (LibbpfLog log = LibbpfLog.open(debug)) {
            Pointer object =
                    Libbpf.libbpf().bpf_object__open_mem(bytes, bytes.size(), new Libbpf.OpenOptions(file.name()));
            if (object == null) {
                throw LoadFailure.opening(file, Native.getLastError(), log.text());
            }
            return new OpenBpfObject(file, bytes, object, debug, log.text());
        }
    }

    /**
     * Finds an iterator program, and has it loaded even where its section begins with {@code ?}.
     *
     * @param name its C function's name, or an empty string for the only one
     * @return its name
     * @throws BpfException if there is no such program, it is no iterator, or the choice is not clear
     */
    public String iterator(String name) {
        List<String> iterators = programs.keySet().stream()
                .filter(program -> IteratorTarget.ofSection(section(program)).isPresent())
                .toList();
        if (iterators.isEmpty()) {
            throw new BpfException(
                    file + " has no iterator program, only " + described() + "; mark one with SEC(\"iter/TARGET\")");
        }
        String listed = String.join(", ", iterators);
        if (name.isEmpty() && iterators.size() > 1) {
            throw new BpfException(file + " has " + iterators.size() + " iterator programs: " + listed
                    + "; say which with program = \"…\"");
        }
        String chosen = name.isEmpty() ? iterators.get(0) : name;
        if (!iterators.contains(chosen)) {
            throw new BpfException(
                    programs.containsKey(chosen)
                            ? "Program " + chosen + " in " + file + " is no iterator (its section is " + section(chosen)
                                    + "); the iterators are: " + listed
                            : file + " has no program " + chosen + "; its iterators are: " + listed);
        }
        Libbpf.libbpf().bpf_program__set_autoload(opened(chosen), true);
        return chosen;
    }

    /**
     * Loads the maps and the programs into the kernel, and closes this.
     *
     * @throws BpfException with libbpf's and the verifier's log, if the kernel refuses
     */
    public BpfObject load() {
        Pointer loading = opened();
        Libbpf libbpf = Libbpf.libbpf();
        try (LibbpfLog log = LibbpfLog.open(debug)) {
            if (debug) {
                programs.values().forEach(program -> libbpf.bpf_program__set_log_level(program, VERIFIER_LOG));
            }
            int result = libbpf.bpf_object__load(loading);
            if (result < 0) {
                throw LoadFailure.loading(file, result, openLog + log.text(), requestedTargets());
            }
            return loaded(loading, openLog + log.text());
        } finally {
            close();
        }
    }

    private BpfObject loaded(Pointer loaded, String log) {
        Libbpf libbpf = Libbpf.libbpf();
        List<BpfProgram> loadedPrograms = new ArrayList<>();
        List<BpfMap<byte[], byte[]>> maps = new ArrayList<>();
        BpfObject owner = new BpfObject(file.name(), loadedPrograms, maps, log);
        try {
            programs.forEach((name, program) -> {
                int fd = libbpf.bpf_program__fd(program);
                if (fd >= 0) {
                    loadedPrograms.add(new BpfProgram(name, section(name), Fd.duplicate(fd)));
                }
            });
            for (Pointer map = libbpf.bpf_object__next_map(loaded, null);
                    map != null;
                    map = libbpf.bpf_object__next_map(loaded, map)) {
                maps.add(BpfMap.untyped(libbpf.bpf_map__name(map), Fd.duplicate(libbpf.bpf_map__fd(map))));
            }
            return owner;
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    @Override
    public void close() {
        if (object != null) {
            Libbpf.libbpf().bpf_object__close(object);
            object = null;
            bytes.close();
        }
    }

    private List<IteratorTarget> requestedTargets() {
        return programs.entrySet().stream()
                .filter(program -> Libbpf.libbpf().bpf_program__autoload(program.getValue()))
                .flatMap(program -> IteratorTarget.ofSection(section(program.getKey())).stream())
                .toList();
    }

    private String described() {
        return programs.isEmpty()
                ? "maps and data"
                : String.join(
                        ", ",
                        programs.keySet().stream()
                                .map(program -> program + " (" + section(program) + ")")
                                .toList());
    }

    private String section(String program) {
        return Libbpf.libbpf().bpf_program__section_name(opened(program));
    }

    private Pointer opened(String program) {
        opened();
        return java.util.Objects.requireNonNull(programs.get(program));
    }

    private Pointer opened() {
        if (object == null) {
            throw new IllegalStateException(file + " is loaded or closed: open it again to choose other programs");
        }
        return object;
    }
}
