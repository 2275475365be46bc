/** Compiles BPF programs from C: runs clang, generates {@code vmlinux.h}, and caches objects and headers. */
@NullMarked
package io.bpfiterator.internal.clang;

import org.jspecify.annotations.NullMarked;
