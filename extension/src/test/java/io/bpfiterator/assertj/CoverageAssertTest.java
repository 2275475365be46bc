// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;

import io.bpfiterator.object.Coverage;
import io.bpfiterator.object.Coverage.Function;
import io.bpfiterator.object.Coverage.Line;
import io.bpfiterator.object.Coverage.State;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each assertion passes for the right state, and names the line and its state for a wrong one. */
class CoverageAssertTest {

    private static final Coverage COVERAGE = new Coverage(
            List.of(
                    new Line("/src/task.bpf.c", 20, State.HIT),
                    new Line("/src/task.bpf.c", 21, State.MISSED),
                    new Line("/src/task.bpf.c", 24, State.UNREACHABLE)),
            List.of(new Function("/src/task.bpf.c", 20, "dump_task", State.HIT)),
            List.of(),
            List.of());

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(assertion)
                .satisfies(failure -> assertThat(failure.getMessage().strip()).isEqualTo(message));
    }

    @Test
    void of_a_line() {
        assertThat(COVERAGE).line("task.bpf.c", 20).isHit();
        assertThat(COVERAGE).line("/src/task.bpf.c", 21).isMissed();
        assertThat(COVERAGE).line("src/task.bpf.c", 24).isUnreachable();
        assertFails(
                () -> assertThat(COVERAGE).line("task.bpf.c", 21).isHit(),
                "[line 21 of task.bpf.c] Expected a hit, but it is missed");
        assertFails(
                () -> assertThat(COVERAGE).line("task.bpf.c", 24).isMissed(),
                "[line 24 of task.bpf.c] Expected missed, but it is unreachable: the verifier has removed it");
    }

    @Test
    void of_a_line_without_instructions_fails() {
        assertFails(
                () -> assertThat(COVERAGE).line("task.bpf.c", 22),
                "Expected instructions of line 22 of task.bpf.c, but only these lines have some: 20, 21, 24");
    }

    @Test
    void of_another_source_fails() {
        assertFails(
                () -> assertThat(COVERAGE).line("ask.bpf.c", 20),
                "Expected lines of ask.bpf.c in the coverage, but it has only those of [/src/task.bpf.c]");
    }

    @Test
    void of_a_function() {
        assertThat(COVERAGE).function("dump_task").isHit();
        assertFails(
                () -> assertThat(COVERAGE).function("dump_file"),
                "Expected function dump_file in the coverage, but it has only [dump_task]");
    }
}
