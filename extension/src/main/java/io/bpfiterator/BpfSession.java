// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.internal.session.Session;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapType;
import io.bpfiterator.object.OpenBpfObject;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

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
 *     assertThat(tasks.path()).exists(); // any process may cat it, until the session is closed
 *     assertThat(tasks).table(lastColumnToEndOfLine()).column("tgid").contains(ProcessHandle.current().pid());
 * }
 * }</pre>
 *
 * <p>Requires Linux 5.8 and {@code CAP_SYS_ADMIN}. Methods throw {@link IllegalStateException} after {@link #close}.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface BpfSession extends AutoCloseable {

    /** Opens a session in which a class path resource has an absolute name, with a leading {@code /}. */
    static BpfSession open() {
        return resourcesRelativeTo(BpfSession.class);
    }

    /** Opens a session in which a class path resource may also have a name relative to the package of {@code type}. */
    static BpfSession resourcesRelativeTo(Class<?> type) {
        return Session.openedByCaller(type);
    }

    /**
     * Returns how many possible CPUs the kernel has, online or not: the number of values for each key of a per-CPU map.
     */
    static int possibleCpus() {
        return Session.possibleCpus();
    }

    /**
     * Opens a BPF object, so that it can be configured and loaded.
     *
     * @param obj a class path resource or a file, as in {@link BpfIterator#obj}
     * @throws io.bpfiterator.failure.BpfException if it does not exist, or is not a BPF object
     */
    default OpenBpfObject open(String obj) {
        return open(obj, false);
    }

    /**
     * Opens a BPF object.
     *
     * @param debug whether {@link io.bpfiterator.object.BpfObject#log} collects libbpf's debug messages and the
     *     verifier's log
     * @throws io.bpfiterator.failure.BpfException if it does not exist, or is not a BPF object
     */
    OpenBpfObject open(String obj, boolean debug);

    /**
     * Opens a map that already exists in the kernel.
     *
     * @param reference {@code id N}, {@code pinned FILE} or {@code name NAME}
     * @throws io.bpfiterator.failure.BpfException if no such map exists, or several have that name
     */
    BpfMap<byte[], byte[]> map(String reference);

    /**
     * Creates a map that does not belong to an object.
     *
     * @param name at most 15 bytes
     * @param keys a boxed number, or a record of numbers as in {@link io.bpfiterator.btf.Layout#ofNumbers};
     *     {@code Integer} for an array and for the socket descriptors of an sk_storage map
     * @param values a boxed number, or a record of numbers
     * @throws io.bpfiterator.failure.BpfException if {@code type} is a per-CPU type, or the kernel refuses
     */
    <K, V> BpfMap<K, V> map(MapType type, String name, Class<K> keys, Class<V> values, int maxEntries);

    /**
     * Creates a map that does not belong to an object, whose keys and values have codecs, such as a
     * {@link io.bpfiterator.btf.Layout}.
     *
     * @param name at most 15 bytes
     * @throws io.bpfiterator.failure.BpfException if {@code type} is a per-CPU type, or the kernel refuses
     */
    <K, V> BpfMap<K, V> map(MapType type, String name, Codec<K> keys, Codec<V> values, int maxEntries);

    /**
     * Creates a map that does not belong to an object and has one value per CPU; see {@link BpfMap#perCpu}.
     *
     * @param name at most 15 bytes
     * @param keys a boxed number; {@code Integer} for an array
     * @param values a boxed number, the value of one CPU
     * @throws io.bpfiterator.failure.BpfException if {@code type} is not a per-CPU type, or the kernel refuses
     */
    <K, V> BpfMap<K, List<V>> perCpuMap(MapType type, String name, Class<K> keys, Class<V> values, int maxEntries);

    /**
     * Returns a reader of an iterator that another process or session has pinned. A path at which no iterator is pinned
     * is reported when the reader is read.
     */
    IteratorReader reader(Path pinned);

    /**
     * Returns an unused path in a temporary bpffs, as other processes reach it; characters that bpffs does not allow in
     * {@code name} are replaced.
     */
    Path pinPath(String name);

    /**
     * Registers a resource that the session closes, before everything that was opened or registered earlier.
     *
     * @throws IllegalStateException if the session is already closed; the resource is then closed immediately
     */
    <T extends AutoCloseable> T keep(T resource);

    @Override
    void close();
}
