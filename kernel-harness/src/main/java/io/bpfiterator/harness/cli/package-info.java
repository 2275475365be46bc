/** The command {@code bpf-iterator}: what {@code bpftool iter} does, a word on whether this machine can do it, and other kernels. */
@NullMarked
package io.bpfiterator.harness.cli;

import org.jspecify.annotations.NullMarked;
