// SPDX-License-Identifier: Apache-2.0
/** Coverage of BPF programs: the probes in their instructions, and what these have recorded of lines and branches. */
@NullMarked
package io.bpfiterator.internal.coverage;

import org.jspecify.annotations.NullMarked;
