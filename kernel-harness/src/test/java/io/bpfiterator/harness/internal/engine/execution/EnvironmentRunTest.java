// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.Reason;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnvironmentRunTest {

    @Nested
    class The_failure_of_an_environment_that_auto_chose {

        @ParameterizedTest
        @EnumSource
        void has_the_reason_of_its_cause(Reason reason) {
            assertThat(explained(Failure.of(reason, "QEMU is too old"))).returns(reason, EnvironmentException::reason);
        }

        @Test
        void has_the_log_of_its_cause() {
            assertThat(explained(Failure.failed("The boot failed").log("Kernel panic")))
                    .returns("Kernel panic", EnvironmentException::log)
                    .hasMessage("These tests cannot run here: this kernel has no iterators, and vm:6.12, which auto"
                            + " uses instead, cannot be started. The boot failed");
        }

        private static EnvironmentException explained(Failure failure) {
            return EnvironmentRun.explained(
                    failure.exception(EnvironmentException::new), "vm:6.12", "this kernel has no iterators");
        }
    }
}
