// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.coverage;

import io.bpfiterator.internal.bytecode.Instruction;
import java.util.List;
import java.util.Map;

/**
 * A program's instructions with probes.
 *
 * @param functions the numbers of the first instructions of the functions, by their numbers without probes
 */
record ProbedCode(List<Instruction> code, Map<Integer, Integer> functions) {}
