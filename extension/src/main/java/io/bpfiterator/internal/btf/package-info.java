/** Reads BTF, and converts Java values to the bytes of C types and back. */
@NullMarked
package io.bpfiterator.internal.btf;

import org.jspecify.annotations.NullMarked;
