package io.bpfiterator;

import io.bpfiterator.bpffs.Bpffs;
import io.bpfiterator.bpffs.PinPath;
import io.bpfiterator.kernel.Teardown;
import io.bpfiterator.object.BpfMap;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.object.MapReference;
import io.bpfiterator.object.MapType;
import io.bpfiterator.object.OpenBpfObject;
import io.bpfiterator.object.PinnedIterator;
import io.bpfiterator.object.StandaloneMap;
import io.bpfiterator.reader.IteratorReader;
import io.bpfiterator.reader.LatestReaders;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens BPF objects, maps and pinned iterators, and closes them, newest first, after the test into which it was
 * injected.
 *
 * <p>A session also works without JUnit:
 *
 * <pre>{@code
 * try (BpfSession bpf = BpfSession.open()) {
 *     BpfObject object = bpf.open("/io/bpfiterator/examples/task.bpf.o").load();
 *     IteratorReader tasks = object.program("dump_task").pin();
 * }</pre>
 *
 * <p>Requires Linux 5.8 and {@code CAP_SYS_ADMIN}. Methods throw {@link IllegalStateException} after {@link #close}.
 */
public final class BpfSession implements AutoCloseable {

    private final Class<?> resourceBase;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final LatestReaders readers = new LatestReaders();
    private @Nullable Bpffs bpffs;
    private boolean closed;

    private BpfSession(Class<?> resourceBase) {
        this.resourceBase = resourceBase;
    }

    /** Opens a session in which a class path resource has an absolute name, with a leading {@code /}. */
    public static BpfSession open() {
        return resourcesRelativeTo(BpfSession.class);
    }

    /** Opens a session in which a class path resource may also have a name relative to the package of {@code type}. */
    public static BpfSession resourcesRelativeTo(Class<?> type) {
        return new BpfSession(type);
    }

    /**
     * Opens a BPF object, so that it can be configured and loaded.
     *
     * @param obj a class path resource or a file, as in {@link BpfIterator#obj}
     * @throws io.bpfiterator.failure.BpfException if it does not exist, or is not a BPF object
     */
    public OpenBpfObject open(String obj) {
        return open(obj, false);
    }

    /**
     * Opens a BPF object.
     *
     * @param debug whether {@link BpfObject#log} collects libbpf's debug messages and the verifier's log
     * @throws io.bpfiterator.failure.BpfException if it does not exist, or is not a BPF object
     */
    public OpenBpfObject open(String obj, boolean debug) {
        requireOpen();
        return BpfObject.open(ObjectLocator.locate(obj, resourceBase), debug, this::keep);
    }

    /**
     * Opens a map that already exists in the kernel.
     *
     * @param reference {@code id N}, {@code pinned FILE} or {@code name NAME}
     * @throws io.bpfiterator.failure.BpfException if no such map exists, or several have that name
     */
    public BpfMap<byte[], byte[]> map(String reference) {
        requireOpen();
        return keep(MapReference.parse(reference).open());
    }

    /**
     * Creates a map that does not belong to an object.
     *
     * @param name at most 15 bytes
     * @param keys a boxed number; {@code Integer} for an array and for the socket descriptors of an sk_storage map
     * @param values a boxed number
     * @throws io.bpfiterator.failure.BpfException if {@code type} is a per-CPU type, or the kernel refuses
     */
    public <K, V> BpfMap<K, V> map(MapType type, String name, Class<K> keys, Class<V> values, int maxEntries) {
        requireOpen();
        return keep(StandaloneMap.create(type, name, keys, values, maxEntries));
    }

    /**
     * Creates a map that does not belong to an object and has one value per CPU; see {@link BpfMap#perCpu}.
     *
     * @param name at most 15 bytes
     * @param keys a boxed number; {@code Integer} for an array
     * @param values a boxed number, the value of one CPU
     * @throws io.bpfiterator.failure.BpfException if {@code type} is not a per-CPU type, or the kernel refuses
     */
    public <K, V> BpfMap<K, List<V>> perCpuMap(
            MapType type, String name, Class<K> keys, Class<V> values, int maxEntries) {
        requireOpen();
        return keep(StandaloneMap.createPerCpu(type, name, keys, values, maxEntries));
    }

    /**
     * Returns a reader of an iterator that another process or session has pinned. A path at which no iterator is pinned
     * is reported when the reader is read.
     */
    public IteratorReader reader(Path pinned) {
        requireOpen();
        return readers.add(new IteratorReader(keep(new PinnedIterator(pinned))));
    }

    /**
     * Returns an unused path in a temporary bpffs; characters that bpffs does not allow in {@code name} are replaced.
     */
    public synchronized PinPath pinPath(String name) {
        requireOpen();
        if (bpffs == null) {
            bpffs = Bpffs.temporary();
        }
        return bpffs.path(name);
    }

    /**
     * Registers a resource that the session closes, before everything that was opened or registered earlier.
     *
     * @throws IllegalStateException if the session is already closed; the resource is then closed immediately
     */
    public synchronized <T extends AutoCloseable> T keep(T resource) {
        opened.push(resource);
        if (closed) {
            close();
            requireOpen();
        }
        return resource;
    }

    /** Returns the open objects, oldest first. */
    synchronized List<BpfObject> objects() {
        List<BpfObject> objects = new ArrayList<>();
        opened.descendingIterator().forEachRemaining(resource -> {
            if (resource instanceof BpfObject object) {
                objects.add(object);
            }
        });
        return objects;
    }

    /** Returns the latest readers that {@link #reader} returned. */
    List<IteratorReader> readers() {
        return readers.list();
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "The BPF session is closed: either its test has ended, or close() was called."
                            + " Use an open session.");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Teardown teardown = new Teardown();
        while (!opened.isEmpty()) {
            teardown.close(opened.pop());
        }
        // Last, because pins in it are removed through its descriptor.
        if (bpffs != null) {
            teardown.close(bpffs);
        }
        teardown.finish();
    }
}
