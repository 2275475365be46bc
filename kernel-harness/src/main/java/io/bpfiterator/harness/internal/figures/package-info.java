// SPDX-License-Identifier: Apache-2.0
/** Figures of BPF programs in the environments of a run: their JSON, veristat's CSV, and the comparison of two runs. */
@NullMarked
package io.bpfiterator.harness.internal.figures;

import org.jspecify.annotations.NullMarked;
