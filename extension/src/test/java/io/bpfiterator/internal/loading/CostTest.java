// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.internal.figures.Cost;
import io.bpfiterator.internal.figures.RunFigures;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.iterator.IteratorInputStream;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Objects;
import io.bpfiterator.support.Setpriv;
import io.bpfiterator.support.SystemProperty;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The cost of programs, each figure of which changes with what it measures. */
@NeedsKernel
class CostTest {

    private static final String PROGRAM = "dump_task";

    private SystemProperty setting;

    @BeforeEach
    void measure() {
        setting = SystemProperty.set(ExtensionSettings.COST.key(), "true");
    }

    @AfterEach
    void measureNoMore() {
        setting.close();
        // The next load without the setting ends the counting.
        load().close();
    }

    private static LoadedObject load() {
        return OpenedObject.open(Objects.file("task")).load();
    }

    private static Cost total() {
        return RunFigures.cost().getOrDefault(new RunFigures.Program("task", PROGRAM), Cost.NONE);
    }

    @Nested
    class Of_a_read {

        @Test
        void has_a_run_for_each_element_and_one_for_the_end() {
            try (LoadedObject object = load()) {
                String text = object.program(PROGRAM).pin().text();
                Cost cost = object.takeCost().get(PROGRAM);

                assertThat(cost.runs()).isEqualTo(cost.elements() + 1);
                // The first line is a heading.
                assertThat(cost.elements()).isEqualTo(text.lines().count() - 1);
                assertThat(cost.walks()).isEqualTo(1);
                assertThat(cost.nanoseconds()).isGreaterThan(cost.runs());
                assertThat(cost.bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
            }
        }

        @Test
        void has_more_reads_of_smaller_chunks() {
            try (LoadedObject object = load()) {
                IteratorReader reader = object.program(PROGRAM).pin();
                reader.text();
                long large = object.takeCost().get(PROGRAM).reads();
                reader.withChunkSize(64).text();

                assertThat(object.takeCost().get(PROGRAM).reads()).isGreaterThan(large + 10);
            }
        }

        @Test
        void has_each_call_of_the_program_and_each_repeated_read() {
            try (LoadedObject object = OpenedObject.open(Objects.file("output"))
                    .only("thrice_each")
                    .load()) {
                object.program("thrice_each").attach().reader().text();
                Cost cost = object.takeCost().get("thrice_each");

                assertThat(cost.runs()).isEqualTo(object.global("calls").asInt() + 1);
                assertThat(cost.repeatedReads())
                        .isEqualTo(3L * object.global("elements").asInt());
                assertThat(cost.bytes()).isZero();
            }
        }

        @Test
        void that_is_repeated_after_the_end_is_one_walk() throws Exception {
            try (LoadedObject object = load();
                    IteratorInputStream run =
                            object.program(PROGRAM).attach().reader().open()) {
                run.readAllBytes();
                assertThat(run.read()).isEqualTo(-1);

                assertThat(object.takeCost().get(PROGRAM).walks()).isEqualTo(1);
            }
        }

        @Test
        void is_added_to_those_before() {
            try (LoadedObject object = load()) {
                IteratorReader reader = object.program(PROGRAM).pin();
                reader.text();
                long once = object.takeCost().get(PROGRAM).runs();
                Cost before = total();
                reader.text();
                reader.text();
                Cost twice = object.takeCost().get(PROGRAM);

                assertThat(twice.walks()).isEqualTo(2);
                assertThat(twice.runs()).isGreaterThan(once);
                assertThat(total().runs()).isEqualTo(before.runs() + twice.runs());
            }
        }
    }

    @Test
    void of_a_closed_object_is_known() {
        LoadedObject object = load();
        object.program(PROGRAM).pin().text();
        object.close();

        assertThat(object.takeCost().get(PROGRAM).runs()).isGreaterThan(2);
        assertThat(object.takeCost()).isEmpty();
    }

    @Test
    void of_a_program_that_was_not_used_is_absent() {
        try (LoadedObject object = load()) {
            assertThat(object.takeCost()).isEmpty();
        }
    }

    @Test
    void is_not_measured_without_the_setting() {
        measureNoMore();
        try (LoadedObject object = load()) {
            object.program(PROGRAM).pin().text();

            assertThat(object.takeCost()).isEqualTo(Map.of());
        }
    }

    @Nested
    class Without_CAP_SYS_ADMIN {

        @Test
        void has_what_was_read_and_says_once_why_not_more() throws Exception {
            ForkedTests.Result result = ForkedTests.run(
                    Unprivileged.class, Setpriv.without("sys_admin"), "-D" + ExtensionSettings.COST.key() + "=true");

            assertThat(result.output())
                    .containsOnlyOnce("Cannot count and time the runs of BPF programs: operation not permitted (EPERM)."
                            + " The report has only what was read; for their runs, run as root on Linux 5.8 or newer.");
            assertThat(result.exitStatus()).as(result.output()).isZero();
        }
    }

    /** Runs in a JVM of its own. */
    static class Unprivileged {

        /** Another process may let the kernel count. */
        @RepeatedTest(2)
        void reads() {
            try (LoadedObject object = load()) {
                object.program(PROGRAM).attach().reader().text();
                Cost cost = object.takeCost().get(PROGRAM);

                assertThat(cost.bytes()).isPositive();
            }
        }
    }
}
