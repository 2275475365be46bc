package io.bpfiterator.object;

import io.bpfiterator.kernel.BpfException;
import java.util.List;

/** A BPF object in the kernel: its programs and maps, which live until it is closed, or longer where a link holds them. */
public final class BpfObject implements AutoCloseable {

    private final String name;
    private final List<BpfProgram> programs;
    private final List<BpfMap<byte[], byte[]>> maps;
    private final String log;

    BpfObject(String name, List<BpfProgram> programs, List<BpfMap<byte[], byte[]>> maps, String log) {
        this.name = name;
        this.programs = programs;
        this.maps = maps;
        this.log = log;
    }

    /**
     * Opens a BPF object, to be loaded.
     *
     * @throws BpfException if libbpf is missing, or can't make sense of the object
     */
    public static OpenBpfObject open(BpfObjectFile file) {
        return open(file, false);
    }

    /**
     * Opens a BPF object, to be loaded; with {@code debug}, {@link #log} will have libbpf's debug messages and the
     * verifier's log of every program.
     *
     * @throws BpfException if libbpf is missing, or can't make sense of the object
     */
    public static OpenBpfObject open(BpfObjectFile file, boolean debug) {
        return OpenBpfObject.open(file, debug);
    }

    /** Returns the name that libbpf knows the object by. */
    public String name() {
        return name;
    }

    /** Returns the programs that were loaded. */
    public List<BpfProgram> programs() {
        return List.copyOf(programs);
    }

    /**
     * Returns the program of a C function.
     *
     * @throws BpfException if there is none, or it was not loaded
     */
    public BpfProgram program(String function) {
        return programs.stream()
                .filter(program -> program.name().equals(function))
                .findFirst()
                .orElseThrow(() -> new BpfException("Object " + name + " has no loaded program " + function
                        + "; it has: "
                        + String.join(
                                ", ", programs.stream().map(BpfProgram::name).toList())));
    }

    /** Returns the maps of the object, those of its global variables among them. */
    public List<BpfMap<byte[], byte[]>> maps() {
        return List.copyOf(maps);
    }

    /**
     * Returns the map of a name.
     *
     * @throws BpfException if there is none
     */
    public BpfMap<byte[], byte[]> map(String mapName) {
        return maps.stream()
                .filter(map -> map.name().equals(mapName))
                .findFirst()
                .orElseThrow(() -> new BpfException("Object " + name + " has no map " + mapName + "; it has: "
                        + String.join(", ", maps.stream().map(BpfMap::name).toList())));
    }

    /** Returns what libbpf and, with debug, the verifier said when the object was loaded. */
    public String log() {
        return log;
    }

    @Override
    public void close() {
        Teardown teardown = new Teardown();
        programs.forEach(program -> teardown.close(program::close));
        maps.forEach(teardown::close);
        teardown.finish();
    }

    @Override
    public String toString() {
        return "object " + name;
    }
}
