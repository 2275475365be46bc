/**
 * Bindings to libbpf and to the few system calls that it does not wrap, under their C names, and the check of their
 * results. Hidden fields of the JDK are read through JNI.
 *
 * <p>This package is internal: no public type of another package exposes one of its types.
 */
@NullMarked
package io.bpfiterator.internal.libbpf;

import org.jspecify.annotations.NullMarked;
