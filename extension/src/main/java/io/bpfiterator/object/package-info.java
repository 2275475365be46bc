/**
 * BPF objects, programs, maps and links as {@link java.lang.AutoCloseable}s, in libbpf's order: open, load, attach,
 * pin.
 *
 * <p>libbpf parses, relocates and loads objects into the kernel. The types of this package own the resulting file
 * descriptors.
 */
@NullMarked
package io.bpfiterator.object;

import org.jspecify.annotations.NullMarked;
