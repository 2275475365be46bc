/**
 * BPF objects in libbpf's order: open, configure, load.
 *
 * <p>libbpf parses, relocates and loads objects into the kernel.
 */
@NullMarked
package io.bpfiterator.object;

import org.jspecify.annotations.NullMarked;
