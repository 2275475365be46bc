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
 * Opens BPF objects, maps and pins, and closes them, newest first, when the test that it was injected into ends.
 *
 * <p>The same without JUnit:
 *
 * <pre>{@code
 * try (BpfSession bpf = BpfSession.open()) {
 *     BpfObject object = bpf.open("/io/bpfiterator/examples/task.bpf.o").load();
 *     IteratorReader tasks = object.program("dump_task").pin();
 * }</pre>
 *
 * <p>Needs Linux 5.8 and {@code CAP_SYS_ADMIN}.
 */
public final class BpfSession implements AutoCloseable {

    private final Class<?> beside;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final LatestReaders readers = new LatestReaders();
    private @Nullable Bpffs bpffs;
    private boolean closed;

    private BpfSession(Class<?> beside) {
        this.beside = beside;
    }

    /** Opens a session that finds class path resources by absolute names, with a leading {@code /}. */
    public static BpfSession open() {
        return besides(BpfSession.class);
    }

    /** Opens a session that looks for class path resources beside a class first. */
    public static BpfSession besides(Class<?> type) {
        return new BpfSession(type);
    }

    /**
     * Opens a BPF object, to be configured and loaded.
     *
     * @param obj a class path resource or a file, as in {@link BpfIterator#obj}
     * @throws io.bpfiterator.failure.BpfException if there is none, or it is no BPF object
     */
    public OpenBpfObject open(String obj) {
        return open(obj, false);
    }

    /** Opens a BPF object; with {@code debug}, {@link BpfObject#log} has libbpf's debug messages and the verifier's log. */
    public OpenBpfObject open(String obj, boolean debug) {
        requireOpen();
        return BpfObject.open(ObjectLocator.locate(obj, beside), debug, this::keep);
    }

    /**
     * Opens a map that is in the kernel already.
     *
     * @param reference {@code id N}, {@code pinned FILE} or {@code name NAME}
     * @throws io.bpfiterator.failure.BpfException if there is no such map, or more than one of that name
     */
    public BpfMap<byte[], byte[]> map(String reference) {
        requireOpen();
        return keep(MapReference.parse(reference).open());
    }

    /**
     * Makes a map that belongs to no object.
     *
     * @param name at most 15 bytes
     * @param keys a boxed number; {@code Integer} for an array and for the socket descriptors of an sk_storage map
     * @param values a boxed number
     * @throws io.bpfiterator.failure.BpfException if the type has a value for each CPU, or the kernel refuses
     */
    public <K, V> BpfMap<K, V> map(MapType type, String name, Class<K> keys, Class<V> values, int maxEntries) {
        requireOpen();
        return keep(StandaloneMap.create(type, name, keys, values, maxEntries));
    }

    /**
     * Makes a map that belongs to no object and has a value for each CPU; see {@link BpfMap#perCpu}.
     *
     * @param name at most 15 bytes
     * @param keys a boxed number; {@code Integer} for an array
     * @param values a boxed number, of one CPU
     * @throws io.bpfiterator.failure.BpfException if the type has one value for all CPUs, or the kernel refuses
     */
    public <K, V> BpfMap<K, List<V>> perCpuMap(
            MapType type, String name, Class<K> keys, Class<V> values, int maxEntries) {
        requireOpen();
        return keep(StandaloneMap.createPerCpu(type, name, keys, values, maxEntries));
    }

    /**
     * Returns a reader of an iterator that somebody else has pinned.
     *
     * @throws io.bpfiterator.failure.BpfException when it is read, if nothing is pinned there
     */
    public IteratorReader reader(Path pinned) {
        requireOpen();
        return readers.add(new IteratorReader(keep(new PinnedIterator(pinned))));
    }

    /** Returns a free path in a temporary bpffs, with a name made from any words. */
    public synchronized PinPath pinPath(String words) {
        requireOpen();
        if (bpffs == null) {
            bpffs = Bpffs.temporary();
        }
        return bpffs.path(words);
    }

    /**
     * Closes something else together with what the session opened, before what was opened earlier; at once if the session
     * is closed already, which is then an error.
     */
    public synchronized <T extends AutoCloseable> T keep(T resource) {
        opened.push(resource);
        if (closed) {
            close();
            requireOpen();
        }
        return resource;
    }

    /** Returns the objects that are open, oldest first. */
    synchronized List<BpfObject> objects() {
        List<BpfObject> objects = new ArrayList<>();
        opened.descendingIterator().forEachRemaining(resource -> {
            if (resource instanceof BpfObject object) {
                objects.add(object);
            }
        });
        return objects;
    }

    /** Returns the latest readers of iterators that somebody else has pinned. */
    List<IteratorReader> readers() {
        return readers.list();
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "the BPF session is closed: it lasts as long as the test it was injected into");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Teardown teardown = new Teardown();
        while (!opened.isEmpty()) {
            teardown.close(opened.pop());
        }
        // Last: what is pinned in it is unpinned through its descriptor.
        if (bpffs != null) {
            teardown.close(bpffs);
        }
        teardown.finish();
    }
}
