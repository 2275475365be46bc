// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * What {@link BpfProgram#testRun} passes to a program.
 *
 * @param context the bytes of the program's context, such as the struct that a {@code SEC("syscall")} program receives;
 *     empty for none
 * @param data the bytes of the packet that a program of sockets or of XDP receives, at least 14; empty for none
 * @param repetitions how often the kernel calls the program; 1 for programs that the kernel does not repeat
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record TestRunInput(byte[] context, byte[] data, int repetitions) {

    private static final byte[] EMPTY = {};

    /** @throws IllegalArgumentException if {@code repetitions} is less than 1 */
    public TestRunInput {
        if (repetitions < 1) {
            throw new IllegalArgumentException("A program runs at least once, but repetitions is " + repetitions + ".");
        }
        context = context.clone();
        data = data.clone();
    }

    /** Returns an input without a context and without data. */
    public static TestRunInput none() {
        return new TestRunInput(EMPTY, EMPTY, 1);
    }

    /** Returns this input with a context. Encode a record with the {@code encode} method of its codec. */
    public TestRunInput withContext(byte[] bytes) {
        return new TestRunInput(bytes, data, repetitions);
    }

    /** Returns this input with data. */
    public TestRunInput withData(byte[] bytes) {
        return new TestRunInput(context, bytes, repetitions);
    }

    /**
     * Returns this input for several calls of the program.
     *
     * @throws IllegalArgumentException if {@code times} is less than 1
     */
    public TestRunInput repeated(int times) {
        return new TestRunInput(context, data, times);
    }
}
