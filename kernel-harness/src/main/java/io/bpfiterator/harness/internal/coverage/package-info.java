// SPDX-License-Identifier: Apache-2.0
/** The coverage of BPF programs in the environments of a run: its JSON, LCOV file, summary and minimum. */
@NullMarked
package io.bpfiterator.harness.internal.coverage;

import org.jspecify.annotations.NullMarked;
