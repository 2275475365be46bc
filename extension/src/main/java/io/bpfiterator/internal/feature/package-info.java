/**
 * Features of kernels for BPF programs: tables of the known features, and probes that load programs to detect the
 * features that the running kernel lets this process use. Not for users.
 */
@NullMarked
package io.bpfiterator.internal.feature;

import org.jspecify.annotations.NullMarked;
