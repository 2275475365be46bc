// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;
import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.internal.btf.Codecs;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.iterator.Table;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Each assertion passes for the right output, and fails with the iterator's output otherwise. */
@NeedsKernel
class IteratorReaderAssertTest {

    private static void assertFails(ThrowingCallable assertion, String... parts) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessageContainingAll(parts);
    }

    @Nested
    @BpfIterator(obj = "/map_elem.bpf.o", map = "name counters")
    @NeedsMapIterators
    class On_a_map_of_two_elements {

        @BeforeEach
        void fill(BpfMap<Integer, Long> counters) {
            counters.put(1, 10L);
            counters.put(2, 32L);
        }

        @Test
        void text(IteratorReader reader) {
            assertThat(reader).text().contains("1: 10\n").endsWith("sum: 42\n");
            assertFails(
                    () -> assertThat(reader).text().contains("sum: 43"),
                    "text of iterator dump_elements at",
                    "sum: 42");
        }

        @Test
        void lines(IteratorReader reader) {
            assertThat(reader).lines().hasSize(3).last().isEqualTo("sum: 42");
            assertFails(() -> assertThat(reader).lines().contains("3: 1"), "lines of iterator dump_elements", "2: 32");
        }

        @Test
        void number_of_lines(IteratorReader reader) {
            assertThat(reader).hasLines(3);
            assertFails(() -> assertThat(reader).hasLines(4), "to print 4 lines, but it printed 3:\n", "\n  sum: 42");
        }

        @Test
        void emptiness(IteratorReader reader) {
            assertThat(reader).isNotEmpty();
            assertFails(() -> assertThat(reader).isEmpty(), "to print nothing, but it printed\n", "  sum: 42");
        }

        @Test
        void table(IteratorReader reader) {
            assertThat(reader).tableWithoutHeader().hasRows(3).column(1).contains(10, 32L, "42");
            assertThat(reader).tableWithoutHeader().row(2).cell(1).isEqualTo("42");
            assertThat(reader).tableWithoutHeader().row(2).cells().containsExactly("sum:", "42");
            assertFails(
                    () -> assertThat(reader).tableWithoutHeader().column(1).contains(43),
                    "column 1 of iterator dump_elements at",
                    " printed:\n  ",
                    "\n  sum: 42",
                    "43");
            assertFails(
                    () -> assertThat(reader).tableWithoutHeader().row(3),
                    "The table has no row 3: it has 3 rows.\niterator dump_elements",
                    "  sum: 42");
            assertFails(
                    () -> assertThat(reader).tableWithoutHeader().hasRows(4),
                    "Expected 4 rows, but found 3 in iterator");
        }
    }

    @Nested
    @BpfIterator(obj = "/task.bpf.o")
    class On_a_table_with_a_header {

        private final long pid = ProcessHandle.current().pid();

        @Test
        void column(IteratorReader tasks) {
            assertThat(tasks)
                    .table(lastColumnToEndOfLine())
                    .column("tgid")
                    .contains(pid)
                    .doesNotContain(-1);
            assertFails(
                    () -> assertThat(tasks)
                            .table(lastColumnToEndOfLine())
                            .column("tgid")
                            .doesNotContain(pid),
                    "column \"tgid\" of iterator dump_task",
                    "printed:\n      tgid      pid comm\n  … ",
                    "\n> ");
            assertFails(
                    () -> assertThat(tasks).table(lastColumnToEndOfLine()).column("gid"),
                    "The table has no column \"gid\": the header names tgid, pid, comm.\niterator dump_task");
        }

        @Test
        void row(IteratorReader tasks) {
            assertThat(tasks)
                    .table(lastColumnToEndOfLine())
                    .row("pid", pid)
                    .hasCell("comm", "java")
                    .hasCell("tgid", pid);
            assertFails(
                    () -> assertThat(tasks).table(lastColumnToEndOfLine()).row("pid", -1),
                    "Expected one row with \"-1\" in column \"pid\", but found 0 in iterator dump_task");
            assertFails(
                    () -> assertThat(tasks)
                            .table(lastColumnToEndOfLine())
                            .row("pid", pid)
                            .hasCell("comm", "perl"),
                    "cell \"comm\" of row \"" + pid + " " + pid + " java\"",
                    "perl");
            assertFails(
                    () -> assertThat(tasks)
                            .table(lastColumnToEndOfLine())
                            .row("pid", pid)
                            .cell("gid"),
                    "no column \"gid\"");
        }

        @Test
        void a_chain_reads_only_one_run(IteratorReader tasks) {
            IteratorReaderAssert chain = assertThat(tasks);
            chain.isNotEmpty();
            String first = tasks.latestOutput().orElseThrow();
            Thread another = new Thread(
                    () -> chain.table(lastColumnToEndOfLine()).column("pid").contains(pid));
            another.start();
            chain.text().isEqualTo(first);
        }

        @Test
        void existing_tables_and_rows(IteratorReader tasks) {
            Table table = tasks.table(lastColumnToEndOfLine());
            assertThat(table).column("tgid").contains(pid);
            assertThat(table.rowsWhere("pid", pid).findFirst().orElseThrow()).hasCell("tgid", pid);
            assertFails(
                    () -> assertThat(table).hasRows(-1),
                    "Expected -1 rows, but found",
                    "in the table\nthe rows of the table:\n  ");
        }
    }

    @Nested
    @DisabledIfSystemProperty(named = "bpfiterator.golden", matches = "update")
    class On_a_file_beside_the_caller {

        @Test
        void lines_are_compared(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {
            FileOption line = FileOption.masking(".+", "<line>");
            assertFails(() -> assertThat(reader).matchesFile("expected/header.txt", line), "- pid comm", "+ <line>");
        }

        @Test
        void a_missing_file_fails_softly(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {
            BpfSoftAssertions softly = new BpfSoftAssertions();
            softly.assertThat(reader).matchesFile("expected/none.txt").isEmpty();

            assertFails(
                    softly::assertAll,
                    "no resource of " + On_a_file_beside_the_caller.class.getName() + " has the name",
                    "to print nothing");
        }
    }

    @Nested
    class On_binary_records {

        @Test
        void records(@BpfIterator(obj = "/records.bpf.o", program = "dump_three") IteratorReader reader) {
            Codec<Byte> bytes = Codecs.of(Byte.class, 1, "bytes");
            int size = reader.bytes().length;

            assertThat(reader).records(Byte.class, bytes).hasSize(size);
            assertFails(
                    () -> assertThat(reader).records(Byte.class, bytes).hasSize(size + 1),
                    "records of iterator dump_three at");
        }
    }

    @Nested
    class A_failure_on_a_large_output {

        @Test
        void is_shortened(@BpfIterator(obj = "/output.bpf.o", program = "large") IteratorReader reader) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> assertThat(reader).text().isEqualTo("y"))
                    .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(4000));
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> assertThat(reader).isEmpty())
                    .satisfies(failure -> assertThat(failure.getMessage())
                            .hasSizeLessThan(4000)
                            .contains("xxx … (")
                            .contains(" characters)"));
        }

        @Test
        void shows_control_characters(@BpfIterator(obj = "/output.bpf.o", program = "nul") IteratorReader reader) {
            assertFails(() -> assertThat(reader).isEmpty(), "  a\\x00b");
        }

        @Test
        void omits_lines_in_the_middle() {
            String output = "line\n".repeat(100);
            assertThat(Excerpt.of(output))
                    .contains("  … 75 of 100 lines omitted …")
                    .hasLineCount(26);
            assertThat(Excerpt.of("line\n".repeat(25))).hasLineCount(25).doesNotContain("…");
            assertThat(Excerpt.of("")).isEqualTo("  (nothing)");
        }
    }
}
