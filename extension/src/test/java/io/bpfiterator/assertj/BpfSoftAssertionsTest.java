// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;
import static io.bpfiterator.assertj.BpfSoftAssertions.assertSoftly;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.iterator.Table;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.error.AssertJMultipleFailuresError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** All failures are reported together and in order. */
@BpfIterator(obj = "/map_elem.bpf.o", map = "name counters")
@NeedsKernel
@NeedsMapIterators
class BpfSoftAssertionsTest {

    @BeforeEach
    void fill(BpfMap<Integer, Long> counters) {
        counters.put(1, 10L);
        counters.put(2, 32L);
    }

    private static List<String> failuresOf(Consumer<BpfSoftAssertions> assertions) {
        try {
            assertSoftly(assertions);
            return List.of();
        } catch (AssertJMultipleFailuresError e) {
            return e.getFailures().stream().map(Throwable::getMessage).toList();
        }
    }

    private static void assertFailures(Consumer<BpfSoftAssertions> assertions, String... parts) {
        List<String> failures = failuresOf(assertions);
        assertThat(failures).hasSize(parts.length);
        for (int i = 0; i < parts.length; i++) {
            assertThat(failures.get(i)).contains(parts[i]);
        }
    }

    @Test
    void without_a_failure_nothing_is_thrown(IteratorReader reader, BpfMap<Integer, Long> counters) {
        assertSoftly(softly -> {
            softly.assertThat(reader).isNotEmpty().hasLines(3).text().contains("sum");
            softly.assertThat(counters).hasSize(2).entries().containsEntry(1, 10L);
            softly.assertThat(1).isEqualTo(1);
        });
    }

    @Nested
    class Failures_are_collected_of {

        @Test
        void a_reader(IteratorReader reader) {
            assertFailures(
                    softly -> {
                        softly.assertThat(reader).isEmpty().hasLines(4).isNotEmpty();
                        softly.assertThat(1).isEqualTo(2);
                    },
                    "to print nothing",
                    "to print 4 lines, but it printed 3",
                    "2");
        }

        @Test
        void the_parts_of_a_reader(IteratorReader reader) {
            assertFailures(
                    softly -> {
                        softly.assertThat(reader).text().contains("sum: 43").contains("sum: 44");
                        softly.assertThat(reader).lines().contains("3: 1").hasSize(4);
                        softly.assertThat(reader)
                                .tableWithoutHeader()
                                .hasRows(4)
                                .hasRows(5);
                        softly.assertThat(reader)
                                .tableWithoutHeader()
                                .column(1)
                                .contains(43)
                                .contains(42)
                                .last()
                                .isEqualTo(41)
                                .isEqualTo(42);
                        softly.assertThat(reader)
                                .tableWithoutHeader()
                                .row(2)
                                .cell(1)
                                .isEqualTo(40)
                                .isEqualTo(42);
                        softly.assertThat(reader)
                                .tableWithoutHeader()
                                .row(2)
                                .cells()
                                .contains(39, 42);
                    },
                    "sum: 43",
                    "sum: 44",
                    "3: 1",
                    "lines of iterator dump_elements",
                    "Expected 4 rows, but found 3",
                    "Expected 5 rows, but found 3",
                    "column 1 of iterator dump_elements",
                    "41",
                    "cell 1 of row \"sum: 42\"",
                    "cells of row \"sum: 42\"");
        }

        @Test
        void a_table_and_a_row() {
            Table table = Table.withHeader(List.of("pid comm", "1 init"));
            assertFailures(
                    softly -> {
                        softly.assertThat(table).hasRows(2).column("pid").contains(2);
                        softly.assertThat(table.row(0)).hasCell("pid", 2).hasCell("comm", "java");
                    },
                    "Expected 2 rows, but found 1 in the table",
                    "column \"pid\" of the table",
                    "cell \"pid\" of row \"1 init\" of a table",
                    "cell \"comm\" of row \"1 init\" of a table");
        }

        @Test
        void a_map(BpfMap<Integer, Long> counters) {
            assertFailures(
                    softly -> {
                        softly.assertThat(counters).hasSize(3).containsKey(1).containsEntry(1, 11L);
                        softly.assertThat(counters).value(2).isEqualTo(33L);
                        softly.assertThat(counters).entries().containsKey(3).hasSize(4);
                    },
                    "Expected 3 elements, but found 2",
                    "Expected 11 for key 1",
                    "value of key 2",
                    "elements of map counters",
                    "elements of map counters");
        }

        @Test
        void a_global_variable_and_a_link(BpfSession bpf) {
            BpfObject object = bpf.open("/globals.bpf.o").load();
            var info = object.program("count").attach(IteratorOptions.none()).info();
            assertFailures(
                    softly -> {
                        softly.assertThat(object.global("minimum")).isEqualTo(4).isNotEqualTo(3);
                        softly.assertThat(object.global("minimum")).asInt().isZero();
                        softly.assertThat(object.global("greeting")).asString().isEmpty();
                        softly.assertThat(info).hasTarget("tcp").hasMapId(1);
                    },
                    "Expected global variable minimum to be 4",
                    "minimum not to be 3",
                    "global variable minimum",
                    "global variable greeting",
                    "Expected target tcp",
                    "Expected map id 1");
        }
    }

    @Nested
    class Navigation_to_a_missing_part {

        @Test
        void is_the_last_failure(IteratorReader reader) {
            assertFailures(
                    softly -> {
                        softly.assertThat(reader).isEmpty();
                        softly.assertThat(reader)
                                .table(lastColumnToEndOfLine())
                                .column("gid")
                                .contains(1);
                        softly.assertThat(reader).hasLines(4);
                    },
                    "to print nothing",
                    "no column \"gid\"");
        }

        @Test
        void throws_at_once_without_assert_softly(IteratorReader reader) {
            BpfSoftAssertions softly = new BpfSoftAssertions();
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(
                            () -> softly.assertThat(reader).tableWithoutHeader().row("x", 1))
                    .withMessageContaining("no column \"x\"");
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> softly.assertThat((IteratorReader) null).text())
                    .withMessageContaining("it is null");
            assertThat(softly.wasSuccess()).isTrue();
        }
    }

    @Test
    void an_exception_has_the_earlier_failures_as_suppressed(IteratorReader reader, BpfSession bpf) {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> assertSoftly(softly -> {
                    softly.assertThat(reader).isEmpty();
                    bpf.open("/nowhere.bpf.o");
                }))
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("to print nothing"));
    }
}
