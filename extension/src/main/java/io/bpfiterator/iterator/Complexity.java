// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * How complex the running kernel finds a program. It refuses a program for which the verifier would have to process
 * more than a million instructions, or whose functions need more than 512 bytes of stack together.
 *
 * @param instructions the number of instructions after verification; 0 if the kernel does not show them
 * @param jitedBytes the size of the machine code, in bytes; 0 without a JIT compiler
 * @param verifiedInstructions the number of instructions that the verifier has processed, each as often as it did
 * @param totalStates the number of states that the verifier has stored
 * @param peakStates the largest number of states that it has kept at a time
 * @param maxStatesPerInstruction the largest number of states that it has kept for an instruction
 * @param longestMarkRead the longest walk by which it marked registers as read; 0 on newer kernels, which do without
 * @param stackDepth the sum of the stack of all functions, in bytes
 * @param verificationMicroseconds how long the verifier took, without relocations, maps and most of the JIT compiler's
 *     work
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Complexity(
        int instructions,
        int jitedBytes,
        int verifiedInstructions,
        int totalStates,
        int peakStates,
        int maxStatesPerInstruction,
        int longestMarkRead,
        int stackDepth,
        long verificationMicroseconds) {}
