/**
 * What kernels have for BPF programs, and what the running one lets this process do: known from tables, tried by
 * loading.
 */
@NullMarked
package io.bpfiterator.internal.feature;

import org.jspecify.annotations.NullMarked;
