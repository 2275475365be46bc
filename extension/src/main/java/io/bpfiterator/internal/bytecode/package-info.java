// SPDX-License-Identifier: Apache-2.0
/** Reads the instructions of BPF programs: their control flow, and the registers that they use. */
@NullMarked
package io.bpfiterator.internal.bytecode;

import org.jspecify.annotations.NullMarked;
