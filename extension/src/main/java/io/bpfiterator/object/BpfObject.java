// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.object;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.iterator.BpfLink;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.map.BpfMap;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A BPF object in the kernel: its programs, maps and global variables, and the links and pins that were created through
 * it. Closing it unpins, detaches and closes all of them, newest first.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface BpfObject extends AutoCloseable {

    /** Returns the object's name in libbpf. */
    String name();

    /** Returns the loaded programs. */
    List<BpfProgram> programs();

    /**
     * Returns the loaded program with a name, which is that of its C function.
     *
     * @throws io.bpfiterator.failure.BpfException if the object has no such program, or it was not loaded
     */
    BpfProgram program(String function);

    /** Returns the object's maps, including those of its global variables. */
    List<BpfMap<byte[], byte[]>> maps();

    /** Returns the maps that the object declares, without those of its global variables. */
    List<BpfMap<byte[], byte[]>> declaredMaps();

    /**
     * Returns the map with a name.
     *
     * @throws io.bpfiterator.failure.BpfException if the object has no such map
     */
    BpfMap<byte[], byte[]> map(String map);

    /**
     * Returns a map with Java types for its keys and values, as {@link BpfMap#typed} does.
     *
     * @throws io.bpfiterator.failure.BpfException if the object has no such map, or the types do not fit
     */
    default <K, V> BpfMap<K, V> map(String map, Class<K> keys, Class<V> values) {
        return map(map).typed(keys, values);
    }

    /**
     * Opens a map that another object or process created, or a map of this object by name. The map is closed with this
     * object.
     *
     * @param reference {@code id N}, {@code pinned FILE} or {@code name NAME}
     * @throws io.bpfiterator.failure.BpfException if there is no such map, or several have that name
     */
    BpfMap<byte[], byte[]> openMap(String reference);

    /**
     * Returns a global variable. Requires Linux 5.5.
     *
     * @param variable the C variable's name
     * @throws io.bpfiterator.failure.BpfException if the object has no such variable
     */
    BpfGlobal global(String variable);

    /** Returns the names of the global variables. */
    List<String> globals();

    /**
     * Registers a map of {@code SEC(".struct_ops")} or {@code SEC(".struct_ops.link")} with the kernel, for example a
     * congestion control. Requires Linux 5.6.
     *
     * @return the link, which is closed with the object at the latest, and so unregisters the map
     * @throws io.bpfiterator.failure.BpfException if there is no such map, it is not of struct_ops, or the kernel
     *     refuses
     */
    BpfLink register(String map);

    /**
     * Returns the lines, functions and branches of the programs that were executed since the load.
     *
     * @throws io.bpfiterator.failure.BpfException if coverage is not measured, since the system property
     *     {@code bpfiterator.coverage} is not {@code true}
     */
    Coverage coverage();

    /** Returns what libbpf and, in debug mode, the verifier printed during the load. */
    String log();

    @Override
    void close();
}
