// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.Complexity;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractIntegerAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on a loaded program: how complex the running kernel finds it.
 *
 * <pre>{@code
 * assertThat(object).program("dump_task").verifiedInstructions().isLessThan(100_000);
 * assertThat(object).program("dump_task").stackDepth().isLessThanOrEqualTo(256);
 * }</pre>
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class BpfProgramAssert extends BpfAssert<BpfProgramAssert, BpfProgram> {

    /** Starts assertions on a loaded program. */
    public BpfProgramAssert(@Nullable BpfProgram actual) {
        super(actual, BpfProgramAssert.class);
    }

    /** Navigates to the number of instructions after verification. Fails if the kernel does not show them. */
    public final AbstractIntegerAssert<?> instructions() {
        return known("instructions", complexity().instructions(), "this kernel does not show them to this process");
    }

    /** Navigates to the size of the machine code, in bytes. Fails if the kernel has no JIT compiler. */
    public final AbstractIntegerAssert<?> jitedBytes() {
        return known("bytes of machine code", complexity().jitedBytes(), "this kernel has not compiled any");
    }

    /** Navigates to the number of instructions that the verifier has processed, of which a million are allowed. */
    public final AbstractIntegerAssert<?> verifiedInstructions() {
        return figure("verified instructions", complexity().verifiedInstructions());
    }

    /** Navigates to the largest number of states that the verifier has kept at a time. */
    public final AbstractIntegerAssert<?> peakStates() {
        return figure("peak states", complexity().peakStates());
    }

    /** Navigates to the sum of the stack of all functions, in bytes. */
    public final AbstractIntegerAssert<?> stackDepth() {
        return figure("stack depth", complexity().stackDepth());
    }

    private Complexity complexity() {
        return required().complexity();
    }

    private AbstractIntegerAssert<?> known(String name, int value, String whyNot) {
        if (value == 0) {
            throw failure("Expected %s of program %s, but %s", name, actual.name(), whyNot);
        }
        return figure(name, value);
    }

    private AbstractIntegerAssert<?> figure(String name, int value) {
        return navigate(value, InstanceOfAssertFactories.INTEGER).as(name + " of program " + actual.name());
    }
}
