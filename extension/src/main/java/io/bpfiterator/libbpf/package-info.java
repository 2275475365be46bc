/**
 * Bindings to libbpf and to the few system calls that it does not wrap, under their C names.
 *
 * <p>Internal: no public type of another package shows one of these. The other packages give these calls their meaning
 * and their errors.
 */
@NullMarked
package io.bpfiterator.libbpf;

import org.jspecify.annotations.NullMarked;
