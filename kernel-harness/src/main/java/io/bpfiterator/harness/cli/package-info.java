/** The command {@code bpf-iterator}: what {@code bpftool iter} does, and a word on whether this machine can do it. */
@NullMarked
package io.bpfiterator.harness.cli;

import org.jspecify.annotations.NullMarked;
