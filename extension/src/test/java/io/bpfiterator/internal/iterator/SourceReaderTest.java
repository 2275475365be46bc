// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bpfiterator.btf.Layout;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.iterator.IteratorInputStream;
import io.bpfiterator.iterator.IteratorReader;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads ordinary files, from which {@code read(2)} returns what a test wrote. */
class SourceReaderTest {

    private static final int KIB = 1024;

    record Byte(int value) {}

    private static final Layout<Byte> BYTE = Layout.of(Byte.class).u8("value").build();

    private final OpenRuns runs = new OpenRuns();

    @TempDir
    private Path directory;

    private IteratorReader reader(String content) throws IOException {
        return new SourceReader(new PinnedIterator(Files.writeString(directory.resolve("tasks"), content), runs));
    }

    @Nested
    class A_line {

        @ParameterizedTest
        @ValueSource(ints = {8 * KIB - 1, 8 * KIB, 8 * KIB + 1, 100 * KIB})
        void may_be_longer_than_what_a_stream_keeps_in_memory(int length) throws IOException {
            String line = "x".repeat(length);
            IteratorReader reader = reader("first\n" + line + "\n\n" + line + "\nlast");

            try (Stream<String> lines = reader.stream()) {
                assertThat(lines).containsExactly("first", line, "", line, "last");
            }
            assertThat(reader.lines()).containsExactly("first", line, "", line, "last");
        }

        @Test
        void after_the_last_does_not_exist() throws IOException {
            try (IteratorInputStream run = reader("only\n").open()) {
                LineIterator lines = new LineIterator(run);

                assertThat(lines.next()).isEqualTo("only");
                assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(lines::next);
            }
        }
    }

    @Nested
    class A_record {

        @Test
        void may_have_one_byte() throws IOException {
            try (Stream<Byte> records = reader("ab").records(BYTE)) {
                assertThat(records).containsExactly(new Byte('a'), new Byte('b'));
            }
        }

        @Test
        void after_the_last_does_not_exist() throws IOException {
            try (IteratorInputStream run = reader("a").open()) {
                RecordIterator<Byte> records = new RecordIterator<>("tasks", run, BYTE);

                assertThat(records.next()).isEqualTo(new Byte('a'));
                assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(records::next);
            }
        }
    }

    @Nested
    class The_latest_output {

        @Test
        void is_at_most_64_KiB() throws IOException {
            IteratorReader reader = reader("x".repeat(200 * KIB)).withChunkSize(48 * KIB);
            assertThat(reader.bytes()).hasSize(200 * KIB);

            assertThat(reader.latestOutput()).hasValue("x".repeat(64 * KIB));
        }
    }

    @Nested
    class The_time_without_output {

        @Test
        void must_not_be_negative() throws IOException {
            IteratorReader reader = reader("");

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.retryingFor(Duration.ofSeconds(-1)))
                    .withMessage("The duration must not be negative, but is PT-1S.");
        }
    }

    @Nested
    class Reads {

        @Test
        void are_counted_with_their_bytes_and_each_end_once() throws IOException {
            try (IteratorInputStream run = reader("0123456789").withChunkSize(4).open()) {
                run.readAllBytes();
                assertThat(run.read()).isEqualTo(-1);
            }

            OpenRuns.Reads reads = runs.readsOf("tasks");
            assertThat(reads.bytes()).isEqualTo(10);
            assertThat(reads.count()).isGreaterThanOrEqualTo(4);
            assertThat(reads.ended()).isEqualTo(1);
            assertThat(reads.repeated()).isZero();
        }

        @Test
        void that_have_not_come_to_an_end_are_no_whole_run() throws IOException {
            try (IteratorInputStream run = reader("0123456789").withChunkSize(4).open()) {
                run.readNBytes(8);
            }

            assertThat(runs.readsOf("tasks")).isEqualTo(new OpenRuns.Reads(2, 8, 0, 0));
        }
    }

    @Nested
    class A_closed_run {

        @Test
        @Timeout(30)
        void is_not_kept_in_memory_until_its_object_is_closed() throws Exception {
            WeakReference<IteratorInputStream> run = new WeakReference<>(closedRun());
            while (run.get() != null) {
                System.gc();
                Thread.sleep(10);
            }
            assertThat(runs.readsOf("tasks").count()).isZero();
        }

        private IteratorInputStream closedRun() throws IOException {
            IteratorInputStream run = reader("some").open();
            run.close();
            return run;
        }
    }

    @Nested
    class A_reader {

        @Test
        void is_named_with_its_path() throws IOException {
            assertThat(reader("")).hasToString("iterator tasks at " + directory.resolve("tasks"));
        }

        @Test
        void of_a_file_that_is_not_a_pinned_program_has_no_types() throws IOException {
            IteratorReader reader = reader("some");

            assertThat(List.of("bytes", "int")).allSatisfy(struct -> assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> reader.records(Byte.class, struct))
                    .withMessageContaining("as struct " + struct + ": the BTF of its object is not available"));
        }
    }
}
