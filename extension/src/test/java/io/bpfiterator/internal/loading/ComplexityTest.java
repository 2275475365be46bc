// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;

import io.bpfiterator.internal.figures.RunFigures;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.iterator.Complexity;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Objects;
import io.bpfiterator.support.SystemProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The complexity of programs, each figure of which changes with what it measures. */
@NeedsKernel
class ComplexityTest {

    private static final String LOOP = "complexity_loop";
    private static final String STACK = "complexity_stack";

    private static OpenedObject open() {
        return OpenedObject.open(Objects.file("complexity"));
    }

    private static Complexity withIterations(int iterations) {
        try (LoadedObject object = open().global("iterations", iterations).load()) {
            return object.program(LOOP).complexity();
        }
    }

    @Nested
    class Of_a_program {

        @Test
        void has_more_verified_instructions_and_states_with_a_longer_loop() {
            Complexity small = withIterations(10);
            Complexity large = withIterations(1000);

            assertThat(large.verifiedInstructions()).isGreaterThan(small.verifiedInstructions() + 990);
            assertThat(large.totalStates()).isGreaterThan(small.totalStates());
            assertThat(large.peakStates()).isGreaterThan(small.peakStates());
            assertThat(large.verificationMicroseconds()).isPositive();
        }

        @Test
        void has_the_stack_of_all_its_functions() {
            try (LoadedObject object = open().load()) {
                int ofBoth = object.program(STACK).complexity().stackDepth();

                assertThat(ofBoth).isBetween(128 + 64, 512);
                assertThat(object.program(LOOP).complexity().stackDepth()).isLessThan(ofBoth - 128);
            }
        }

        @Test
        void has_the_sizes_that_the_kernel_reports() {
            try (LoadedObject object = open().load()) {
                Complexity complexity = object.program(LOOP).complexity();

                assertThat(complexity.instructions())
                        .isEqualTo(object.program(LOOP).info().instructions());
                assertThat(complexity.jitedBytes())
                        .isEqualTo(object.program(LOOP).info().jitedBytes());
            }
        }

        @Test
        void is_that_without_probes_when_coverage_is_measured() {
            int plain = withIterations(100).verifiedInstructions();
            try (SystemProperty coverage = SystemProperty.set(ExtensionSettings.COVERAGE.key(), "true")) {
                assertThat(withIterations(100).verifiedInstructions()).isEqualTo(plain);
            }
        }

        @Test
        void is_known_of_a_program_that_libbpf_loads() {
            try (LoadedObject object =
                    OpenedObject.open(Objects.file("driven")).only("add").load()) {
                assertThat(object.program("add").complexity().verifiedInstructions())
                        .isPositive();
            }
        }
    }

    @Nested
    class Assertions_on_it {

        @Test
        void pass_below_a_limit() {
            try (LoadedObject object = open().load()) {
                assertThat(object).program(LOOP).verifiedInstructions().isBetween(10, 100_000);
                assertThat(object).program(LOOP).instructions().isLessThan(100);
                assertThat(object).program(LOOP).peakStates().isLessThan(100);
                assertThat(object.program(STACK)).stackDepth().isLessThanOrEqualTo(512);
                assertThat(object.program(STACK)).jitedBytes().isLessThan(2000);
            }
        }

        @Test
        void fail_above_it_and_name_the_figure() {
            try (LoadedObject object = open().global("iterations", 1000).load()) {
                assertThatExceptionOfType(AssertionError.class)
                        .isThrownBy(() -> assertThat(object)
                                .program(LOOP)
                                .verifiedInstructions()
                                .isLessThan(1000))
                        .withMessageContaining("[verified instructions of program complexity_loop]");
                assertThatExceptionOfType(AssertionError.class)
                        .isThrownBy(() ->
                                assertThat(object.program(STACK)).stackDepth().isLessThan(128))
                        .withMessageContaining("[stack depth of program complexity_stack]");
            }
        }
    }

    @Nested
    class In_the_figures_of_a_run {

        private static final RunFigures.Program PROGRAM = new RunFigures.Program("complexity", LOOP);

        private SystemProperty setting;

        @BeforeEach
        void measure() {
            setting = SystemProperty.set(ExtensionSettings.COMPLEXITY.key(), "true");
        }

        @AfterEach
        void measureNoMore() {
            setting.close();
        }

        @Test
        void it_is_that_of_the_most_complex_load() {
            int large = withIterations(3000).verifiedInstructions();
            int small = withIterations(20).verifiedInstructions();

            assertThat(small).isLessThan(large);
            assertThat(RunFigures.complexity().get(PROGRAM).verifiedInstructions())
                    .isEqualTo(large);
        }
    }

    @Test
    void is_not_in_the_figures_of_a_run_without_the_setting() {
        try (LoadedObject object =
                OpenedObject.open(Objects.file("two_iterators")).load()) {
            assertThat(object.programs()).isNotEmpty();
        }
        assertThat(RunFigures.complexity().keySet())
                .noneMatch(program -> program.object().equals("two_iterators"));
    }
}
