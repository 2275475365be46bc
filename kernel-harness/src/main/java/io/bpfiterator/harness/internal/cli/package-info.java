/**
 * Implements the command {@code bpf-iterator}, which pins iterators like {@code bpftool iter}, and manages what tests
 * need: kernels, shells, the matrix of a CI service and merged reports.
 */
@NullMarked
package io.bpfiterator.harness.internal.cli;

import org.jspecify.annotations.NullMarked;
