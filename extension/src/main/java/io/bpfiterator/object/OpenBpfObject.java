// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.object;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;

/**
 * A BPF object that is open but not loaded yet. Programs, sizes of maps and initial values of global variables are
 * chosen here. It need not be closed.
 *
 * <p>Methods that choose return this object. After {@link #load} they throw an {@link IllegalStateException}.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface OpenBpfObject {

    /** Returns the names of all programs. */
    List<String> programs();

    /** Returns the names of the iterator programs, in the object's order. */
    List<String> iterators();

    /**
     * Finds an iterator program and chooses it for the load, even if its section begins with {@code ?}.
     *
     * @param name the name of its C function; empty for the only iterator of the object
     * @return the program's name
     * @throws io.bpfiterator.failure.BpfException if there is no such program, it is not an iterator, or the name is
     *     empty and the object has several
     */
    String iterator(String name);

    /**
     * Chooses whether a program is loaded, regardless of a {@code ?} in its section.
     *
     * @throws io.bpfiterator.failure.BpfException if there is no such program
     */
    OpenBpfObject autoload(String program, boolean wanted);

    /**
     * Chooses these programs, and no others, for the load.
     *
     * @throws io.bpfiterator.failure.BpfException if there is no such program
     */
    OpenBpfObject only(String... programs);

    /**
     * Sets the initial value of a global variable. In {@code .rodata}, the value is constant and known to the verifier.
     *
     * @param name the C variable's name; the variable may be {@code static volatile const}
     * @param value a value of a Java type that fits the variable's C type
     * @throws io.bpfiterator.failure.BpfException if there is no such variable, or the value does not fit
     */
    OpenBpfObject global(String name, Object value);

    /**
     * Sets the maximum number of elements of a map.
     *
     * @throws io.bpfiterator.failure.BpfException if there is no such map
     */
    OpenBpfObject maxEntries(String map, int entries);

    /**
     * Chooses whether a map is created. Leave out a map that the kernel does not support, such as one of a newer type;
     * a program that uses it then does not load.
     *
     * @throws io.bpfiterator.failure.BpfException if there is no such map
     */
    OpenBpfObject autocreate(String map, boolean wanted);

    /**
     * Shares the maps that are declared with {@code LIBBPF_PIN_BY_NAME}: the load uses the map that is pinned in
     * {@code /sys/fs/bpf} under that name, or creates and pins it; the pin remains. By default, the object has its own
     * maps.
     */
    OpenBpfObject pinMapsByName();

    /**
     * Loads the maps and the chosen programs into the kernel. After a refusal, other choices can be made and loaded.
     *
     * @throws io.bpfiterator.failure.BpfException with libbpf's and the verifier's log, if the kernel refuses
     */
    BpfObject load();
}
