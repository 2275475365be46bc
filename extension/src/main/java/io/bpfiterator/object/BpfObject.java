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
 * A BPF object in the kernel: its programs, maps and global variables, and the links and pins that were created through
 * it. Closing it unpins, detaches and closes all of them, newest first.
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
     * Opens a BPF object without loading it. The caller closes what {@link OpenBpfObject#load} returns.
     *
     * @throws BpfException if libbpf is missing or cannot parse the object
     */
    public static OpenBpfObject open(BpfObjectFile file) {
        return open(file, false);
    }

    /**
     * Opens a BPF object without loading it. With {@code debug}, {@link #log} contains libbpf's debug messages and the
     * verifier's log of every program after the load.
     *
     * @throws BpfException if libbpf is missing or cannot parse the object
     */
    public static OpenBpfObject open(BpfObjectFile file, boolean debug) {
        return open(file, debug, object -> {});
    }

    /** Opens a BPF object without loading it, and passes the loaded object to an owner, which closes it. */
    public static OpenBpfObject open(BpfObjectFile file, boolean debug, Consumer<BpfObject> owner) {
        return new OpenBpfObject(ObjectTemplate.describe(file, debug), debug, owner);
    }

    void add(BpfProgram program) {
        programs.add(program);
    }

    void add(BpfMap<byte[], byte[]> map) {
        maps.add(map);
    }

    /** Closes a link or a pin together with this object, before those that were kept earlier. */
    synchronized <T extends AutoCloseable> T keep(T resource) {
        attached.push(resource);
        return resource;
    }

    /** Returns the object's name in libbpf. */
    public String name() {
        return description.file().name();
    }

    /** Returns the loaded programs. */
    public List<BpfProgram> programs() {
        return List.copyOf(programs);
    }

    /**
     * Returns the loaded program with a name, which is that of its C function.
     *
     * @throws BpfException if the object has no such program, or it was not loaded
     */
    public BpfProgram program(String function) {
        return programs.stream()
                .filter(program -> program.name().equals(function))
                .findFirst()
                .orElseThrow(() -> UnknownName.failure(
                                "Object " + name() + " has no loaded program " + function,
                                programs.stream().map(BpfProgram::name))
                        .exception());
    }

    /** Returns the object's maps, including those of its global variables. */
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
     * Returns the map with a name.
     *
     * @throws BpfException if the object has no such map
     */
    public BpfMap<byte[], byte[]> map(String map) {
        return maps.stream()
                .filter(candidate -> candidate.name().equals(map))
                .findFirst()
                .orElseThrow(() -> UnknownName.failure(
                                "Object " + name() + " has no map " + map,
                                maps.stream().map(BpfMap::name))
                        .exception());
    }

    /**
     * Returns a map with Java types for its keys and values, as {@link BpfMap#typed} does.
     *
     * @throws BpfException if the object has no such map, or the types do not fit
     */
    public <K, V> BpfMap<K, V> map(String map, Class<K> keys, Class<V> values) {
        return map(map).typed(keys, values);
    }

    /**
     * Opens a map that another object or process created, or a map of this object by name. The map is closed with this
     * object.
     *
     * @throws BpfException if there is no such map, or several have that name
     */
    public BpfMap<byte[], byte[]> open(MapReference reference) {
        requireOpen();
        return keep(reference.open(this));
    }

    /**
     * Returns a global variable. Requires Linux 5.5.
     *
     * @param variable the C variable's name
     * @throws BpfException if the object has no such variable
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

    /** Returns the types of the object; empty if it was compiled without {@code -g}. */
    public Optional<Btf> btf() {
        return Optional.ofNullable(description.btf());
    }

    /** Returns whether the object was created from a template, without libbpf. */
    boolean isFromTemplate() {
        return libbpfObject == null;
    }

    /** Returns what libbpf and, in debug mode, the verifier printed during the load. */
    public String log() {
        return log;
    }

    /** Returns the temporary bpffs for pins without an explicit path. */
    synchronized Bpffs bpffs() {
        requireOpen();
        Bpffs created = bpffs;
        if (created == null) {
            created = Bpffs.temporary();
            bpffs = created;
        }
        return created;
    }

    /** Returns the latest readers of the object's pins and links, at most 16, oldest first. */
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
            throw new IllegalStateException(
                    "Cannot use " + this + ": it is closed. Use it before its owner is closed.");
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
