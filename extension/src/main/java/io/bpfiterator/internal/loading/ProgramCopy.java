// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.internal.coverage.Measurement;
import io.bpfiterator.internal.libbpf.Fd;
import org.jspecify.annotations.Nullable;

/**
 * A program that was loaded from its template.
 *
 * @param measurement the measurement of its coverage, which is closed before the program; null without one
 */
record ProgramCopy(Fd program, @Nullable Measurement measurement) {}
