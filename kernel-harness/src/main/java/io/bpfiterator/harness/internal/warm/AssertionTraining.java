// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.warm;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfSoftAssertions.assertSoftly;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.object.BpfObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Makes assertions that hold, that fail, and that are collected. */
@BpfTest
class AssertionTraining {

    private static final long PID = ProcessHandle.current().pid();

    /** AssertJ generates a class for each type of assertion when it is first collected. */
    @Test
    @BpfIterator(obj = Training.OBJECT, program = "list_tasks")
    void collectsFailures(IteratorReader tasks, BpfSession bpf) {
        BpfObject object =
                bpf.open(System.getProperty(Training.OBJECT_PROPERTY)).load();
        assertSoftly(softly -> {
            softly.assertThat(tasks).isNotEmpty();
            softly.assertThat(tasks)
                    .table(lastColumnToEndOfLine())
                    .column("pid")
                    .contains(PID)
                    .last()
                    .isNotEqualTo("");
            softly.assertThat(tasks).lines().hasSizeGreaterThan(1).first().contains("pid");
            softly.assertThat(tasks.table(lastColumnToEndOfLine()))
                    .row("pid", PID)
                    .hasCell("tgid", PID);
            softly.assertThat(object.global("seen")).isEqualTo(0);
            softly.assertThat(List.of(1, 2)).hasSize(2).contains(1);
            softly.assertThat("a text").startsWith("a");
        });
    }

    @Test
    @BpfIterator(obj = Training.OBJECT, program = "list_tasks")
    void describesFailures(IteratorReader tasks) {
        assertThatThrownBy(() -> assertThat(tasks)
                        .table(lastColumnToEndOfLine())
                        .column("pid")
                        .contains(-1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> assertThat(tasks).lines().contains("no such line"))
                .hasMessageContaining("no such line");
        assertThatThrownBy(() -> assertThat(List.of(1, 2)).containsExactly(2, 1))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void makesAssertionsOfLibraries() {
        assertThat("a text").startsWith("a").endsWith("text").hasSize(6).matches("a .*");
        assertThat(List.of("a", "b")).hasSize(2).containsExactly("a", "b").doesNotContain("c");
        assertThat(List.of(1, 2))
                .extracting(number -> number + 1)
                .containsExactlyElementsOf(List.of(2, 3))
                .allSatisfy(number -> assertThat(number).isGreaterThan(1));
        assertThat(Map.of("a", 1)).containsEntry("a", 1).containsOnlyKeys("a");
        assertEquals(2, List.of(1, 2).size(), "size");
        assertTrue(PID > 0, () -> "positive");
        assertThrows(IllegalStateException.class, () -> {
            throw new IllegalStateException();
        });
    }

    @RepeatedTest(2)
    void isRepeated(RepetitionInfo repetition) {
        assertThat(repetition.getTotalRepetitions()).isEqualTo(2);
    }

    @TestFactory
    Stream<DynamicTest> isGenerated() {
        return Stream.of(1, 2)
                .map(number ->
                        dynamicTest("number " + number, () -> assertThat(number).isPositive()));
    }

    @Test
    void isAborted() {
        assumeTrue(PID < 0, "warms up how an assumption is reported");
    }
}
