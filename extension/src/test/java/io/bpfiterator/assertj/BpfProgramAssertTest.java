// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;

import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.Complexity;
import java.lang.reflect.Proxy;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each assertion is on the figure that it names, and says so if the kernel does not report it. */
class BpfProgramAssertTest {

    private static final BpfProgram PROGRAM = program(new Complexity(1, 2, 3, 4, 5, 6, 7, 8, 9));

    private static BpfProgram program(Complexity complexity) {
        return (BpfProgram) Proxy.newProxyInstance(
                BpfProgram.class.getClassLoader(), new Class<?>[] {BpfProgram.class}, (proxy, method, arguments) -> {
                    return method.getName().equals("complexity") ? complexity : "dump_task";
                });
    }

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessageContaining(message);
    }

    @Test
    void of_each_figure() {
        assertThat(PROGRAM).instructions().isEqualTo(1);
        assertThat(PROGRAM).jitedBytes().isEqualTo(2);
        assertThat(PROGRAM).verifiedInstructions().isEqualTo(3);
        assertThat(PROGRAM).peakStates().isEqualTo(5);
        assertThat(PROGRAM).stackDepth().isEqualTo(8);
    }

    @Test
    void of_a_larger_figure_fails_with_its_name() {
        assertFails(() -> assertThat(PROGRAM).peakStates().isLessThan(5), "[peak states of program dump_task]");
        assertFails(
                () -> assertThat(PROGRAM).verifiedInstructions().isLessThan(2),
                "[verified instructions of program dump_task]");
    }

    @Test
    void of_a_figure_that_the_kernel_does_not_report_fails_with_the_reason() {
        BpfProgram unknown = program(new Complexity(0, 0, 3, 4, 5, 6, 7, 8, 9));

        assertFails(
                () -> assertThat(unknown).instructions().isLessThan(100),
                "Expected instructions of program dump_task, but this kernel does not show them to this process");
        assertFails(
                () -> assertThat(unknown).jitedBytes().isLessThan(100),
                "Expected bytes of machine code of program dump_task, but this kernel has not compiled any");
    }
}
