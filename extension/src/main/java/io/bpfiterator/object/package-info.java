/**
 * BPF objects, programs, maps and links as {@link java.lang.AutoCloseable}s, in libbpf's order: open, load, attach, pin.
 *
 * <p>libbpf parses, relocates and loads; what comes out of it are file descriptors, and those are all that the types here
 * hold on to.
 */
@NullMarked
package io.bpfiterator.object;

import org.jspecify.annotations.NullMarked;
