package io.bpfiterator.object;

import io.bpfiterator.bpffs.Bpffs;
import io.bpfiterator.btf.Btf;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.kernel.Teardown;
import io.bpfiterator.reader.IteratorReader;
import io.bpfiterator.reader.LatestReaders;
import io.bpfiterator.reader.OpenRuns;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A BPF object in the kernel: its programs and maps, its global variables, and what was attached and pinned through it.
 * Closing it unpins, detaches and closes all of that, newest first.
 */
public final class BpfObject implements AutoCloseable {

    private final ObjectDescription description;
    private final String log;
    private final @Nullable LibbpfObject libbpfObject;
    private final List<BpfProgram> programs = new ArrayList<>();
    private final List<BpfMap<byte[], byte[]>> maps = new ArrayList<>();
    private final Map<String, GlobalMemory> globals = new HashMap<>();
    private final Deque<AutoCloseable> attached = new ArrayDeque<>();
    private final OpenRuns runs = new OpenRuns();
    private final LatestReaders readers = new LatestReaders();
    private @Nullable Bpffs bpffs;
    private boolean closed;

    BpfObject(ObjectDescription description, String log, @Nullable LibbpfObject libbpfObject) {
        this.description = description;
        this.log = log;
        this.libbpfObject = libbpfObject;
    }

    /**
     * Opens a BPF object, to be loaded. The caller closes what {@link OpenBpfObject#load} returns.
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
        return open(file, debug, object -> {});
    }

    /** Opens a BPF object, to be loaded, and hands what is loaded to an owner that will close it. */
    public static OpenBpfObject open(BpfObjectFile file, boolean debug, Consumer<BpfObject> owner) {
        return new OpenBpfObject(ObjectTemplate.describe(file, debug), debug, owner);
    }

    void add(BpfProgram program) {
        programs.add(program);
    }

    void add(BpfMap<byte[], byte[]> map) {
        maps.add(map);
    }

    /** Closes a link or a pin together with this object, and before what was kept earlier. */
    synchronized <T extends AutoCloseable> T keep(T resource) {
        attached.push(resource);
        return resource;
    }

    /** Returns the name that libbpf knows the object by. */
    public String name() {
        return description.file().name();
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
                .orElseThrow(() -> new BpfException("Object " + name() + " has no loaded program " + function
                        + "; it has: "
                        + String.join(
                                ", ", programs.stream().map(BpfProgram::name).toList())));
    }

    /** Returns the maps of the object, those of its global variables among them. */
    public List<BpfMap<byte[], byte[]>> maps() {
        return List.copyOf(maps);
    }

    /** Returns the maps that the object declares, without those of its global variables. */
    public List<BpfMap<byte[], byte[]>> declaredMaps() {
        Set<String> data = description.maps().stream()
                .filter(map -> map.dataSection().isPresent())
                .map(ObjectDescription.Map::name)
                .collect(Collectors.toSet());
        return maps.stream().filter(map -> !data.contains(map.name())).toList();
    }

    /**
     * Returns the map of a name.
     *
     * @throws BpfException if there is none
     */
    public BpfMap<byte[], byte[]> map(String map) {
        return maps.stream()
                .filter(candidate -> candidate.name().equals(map))
                .findFirst()
                .orElseThrow(() -> new BpfException("Object " + name() + " has no map " + map + "; it has: "
                        + String.join(", ", maps.stream().map(BpfMap::name).toList())));
    }

    /**
     * Returns a map with Java types for its keys and values, as {@link BpfMap#typed} does.
     *
     * @throws BpfException if there is none, or the types don't fit
     */
    public <K, V> BpfMap<K, V> map(String map, Class<K> keys, Class<V> values) {
        return map(map).typed(keys, values);
    }

    /**
     * Opens a map that somebody else made, or one of this object by name; it is closed with this object.
     *
     * @throws BpfException if there is no such map, or more than one of that name
     */
    public BpfMap<byte[], byte[]> open(MapReference reference) {
        requireOpen();
        return keep(reference.open(this));
    }

    /**
     * Returns a global variable; Linux 5.5.
     *
     * @param variable the C variable's name
     * @throws BpfException if there is none
     */
    public BpfGlobal global(String variable) {
        GlobalVariables.Location location = new GlobalVariables(description).find(variable);
        ObjectDescription.Map map = location.map();
        synchronized (this) {
            return new BpfGlobal(
                    location, globals.computeIfAbsent(map.name(), name -> GlobalMemory.of(map(name), map.readOnly())));
        }
    }

    /** Returns the names of the global variables. */
    public List<String> globals() {
        return new GlobalVariables(description)
                .all().stream().map(GlobalVariables.Location::name).toList();
    }

    /** Returns the types of the object; empty where it was compiled without {@code -g}. */
    public Optional<Btf> btf() {
        return Optional.ofNullable(description.btf());
    }

    /** Tells whether the object was made from a template, without libbpf. */
    boolean isFromTemplate() {
        return libbpfObject == null;
    }

    /** Returns what libbpf and, with debug, the verifier said when the object was loaded. */
    public String log() {
        return log;
    }

    /** Returns the temporary bpffs in which pins without a path of their own are made. */
    synchronized Bpffs bpffs() {
        requireOpen();
        Bpffs made = bpffs;
        if (made == null) {
            made = Bpffs.temporary();
            bpffs = made;
        }
        return made;
    }

    /** Returns the latest readers of its pins and links, at most 16, oldest first. */
    public List<IteratorReader> readers() {
        return readers.list();
    }

    LatestReaders latestReaders() {
        return readers;
    }

    OpenRuns runs() {
        return runs;
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException(this + " is closed; use it before its owner is closed");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Teardown teardown = new Teardown();
        teardown.close(runs);
        while (!attached.isEmpty()) {
            teardown.close(attached.pop());
        }
        if (bpffs != null) {
            teardown.close(bpffs);
        }
        globals.values().forEach(teardown::close);
        programs.forEach(program -> teardown.close(program::close));
        maps.forEach(teardown::close);
        if (libbpfObject != null) {
            teardown.close(libbpfObject);
        }
        teardown.finish();
    }

    @Override
    public String toString() {
        return "object " + name();
    }
}
