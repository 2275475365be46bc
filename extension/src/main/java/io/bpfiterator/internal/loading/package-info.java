/** Loads BPF objects: from the file through libbpf's description and the choices of the user to programs and maps. */
@NullMarked
package io.bpfiterator.internal.loading;

import org.jspecify.annotations.NullMarked;
