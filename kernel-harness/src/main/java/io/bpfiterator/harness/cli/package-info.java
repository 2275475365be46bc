/** The command {@code bpf-iterator}: what {@code bpftool iter} does, and around tests: kernels, shells, a CI's matrix, merged reports. */
@NullMarked
package io.bpfiterator.harness.cli;

import org.jspecify.annotations.NullMarked;
