// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import java.math.BigInteger;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Converts the rows of a table to Java records. */
class RowsAsTest {

    enum State {
        LISTEN,
        CLOSED
    }

    record Task(int pid, String comm) {}

    private static final Table TASKS = Table.withHeader(List.of("  pid  comm", "1  init", "42  cat"));

    private static void fails(ThrowingCallable call, String message) {
        assertThatExceptionOfType(BpfException.class).isThrownBy(call).withMessage(message);
    }

    @Nested
    class A_cell {

        record All(
                byte b,
                short s,
                int i,
                long l,
                BigInteger large,
                float f,
                Double d,
                boolean yes,
                Boolean no,
                State state,
                String text) {}

        record Hex(byte b, short s, int i, long l, BigInteger large) {}

        @Test
        void is_each_type_of_a_component() {
            Table table = Table.withHeader(List.of(
                    "b s i l large f d yes no state text",
                    "-1 -2 010 -4 18446744073709551615 1.5 -2e3 true 0 LISTEN 007"));

            assertThat(table.rowsAs(All.class))
                    .containsExactly(new All(
                            (byte) -1,
                            (short) -2,
                            10,
                            -4,
                            new BigInteger("18446744073709551615"),
                            1.5f,
                            -2e3,
                            true,
                            false,
                            State.LISTEN,
                            "007"));
        }

        @Test
        void may_be_hexadecimal() {
            Table table =
                    Table.withHeader(List.of("b s i l large", "0x7f 0x10 0XA 0xffffffffffffffff 0xffffffffffffffff"));

            assertThat(table.rowsAs(Hex.class))
                    .containsExactly(new Hex((byte) 127, (short) 16, 10, -1, new BigInteger("18446744073709551615")));
        }

        @Test
        void that_is_not_of_its_type_is_named() {
            record Numbers(int comm) {}
            record Flags(boolean pid) {}
            record States(State comm) {}

            fails(
                    () -> TASKS.rowsAs(Numbers.class),
                    "Cannot read \"init\" in row 0, column comm: it is not a valid int.\n1 init");
            fails(
                    () -> TASKS.rowsAs(Flags.class),
                    "Cannot read \"42\" in row 1, column pid: it is not a valid boolean.\n42 cat");
            fails(
                    () -> TASKS.rowsAs(States.class),
                    "Cannot read \"init\" in row 0, column comm: it is not a valid State.\n1 init");
        }

        @Test
        void that_is_too_large_is_named() {
            Table table = Table.withHeader(List.of("pid comm", "1 init", "4294967296 cat"));

            fails(
                    () -> table.rowsAs(Task.class),
                    "Cannot read \"4294967296\" in row 1, column pid: it is not a valid int.\n4294967296 cat");
        }

        @Test
        void that_is_missing_is_named() {
            Table table = Table.withHeader(List.of("pid comm", "1 init", "7"));

            fails(() -> table.rowsAs(Task.class), "Row 1 has no cell in column comm: it has only 1 cell.\n7");
        }
    }

    @Nested
    class A_column {

        record Socket(int localPort, int recvQ, int TGID, int startTime) {}

        @Test
        void may_differ_in_case_and_separators() {
            Table table = Table.withHeader(List.of("local_port Recv-Q tgid STARTTIME", "1 2 3 4"));

            assertThat(table.rowsAs(Socket.class)).containsExactly(new Socket(1, 2, 3, 4));
        }

        @Test
        void with_exactly_the_same_name_comes_first() {
            assertThat(Table.withHeader(List.of("PID pid comm", "1 2 init")).rowsAs(Task.class))
                    .containsExactly(new Task(2, "init"));
        }

        @Test
        void may_have_no_component() {
            record Name(String comm) {}

            assertThat(TASKS.rowsAs(Name.class)).containsExactly(new Name("init"), new Name("cat"));
        }

        @Test
        void that_is_missing_is_an_error_that_names_the_others() {
            record Thread(int tgid) {}

            fails(
                    () -> TASKS.rowsAs(Thread.class),
                    "Cannot find a column for Thread.tgid: the header names pid, comm.");
            fails(
                    () -> Table.withoutHeader(List.of("1 init")).rowsAs(Task.class),
                    "Cannot find a column for Task.pid: the table has no header.");
        }

        @Test
        void cannot_be_read_as_every_type() {
            record Names(List<String> comm) {}

            fails(
                    () -> TASKS.rowsAs(Names.class),
                    "Cannot read cells as Names.comm: its type List is not supported. Use String, boolean, a number"
                            + " or an enum.");
        }
    }

    @Test
    void a_table_without_rows_has_no_records() {
        assertThat(Table.withHeader(List.of("pid comm")).rowsAs(Task.class)).isEmpty();
    }
}
