// SPDX-License-Identifier: Apache-2.0
/** Figures of BPF programs: how complex the verifier finds them, and what their runs cost. */
@NullMarked
package io.bpfiterator.internal.figures;

import org.jspecify.annotations.NullMarked;
