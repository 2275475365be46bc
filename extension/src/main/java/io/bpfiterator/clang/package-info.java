/** BPF programs from C: clang, the header with the kernel's types that they include, and what is kept of both. */
@NullMarked
package io.bpfiterator.clang;

import org.jspecify.annotations.NullMarked;
