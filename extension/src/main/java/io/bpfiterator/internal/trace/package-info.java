/** Collects the lines that BPF programs print with {@code bpf_printk}. */
@NullMarked
package io.bpfiterator.internal.trace;

import org.jspecify.annotations.NullMarked;
