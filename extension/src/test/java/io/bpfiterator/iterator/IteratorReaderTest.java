// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;
import static io.bpfiterator.assertj.BpfAssertions.assertThatIllegalArgumentException;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads programs that produce the situation under test. */
@NeedsKernel
@BpfTest
class IteratorReaderTest {

    /** More than twice the kernel's buffer of 8 pages. */
    private static final int LARGE = 17 * 4096;

    @Nested
    @BpfIterator(obj = "/output.bpf.o", program = "large")
    class Output_larger_than_the_kernels_buffer {

        @Test
        void arrives_whole(IteratorReader reader) {
            assertThat(reader.bytes()).hasSize(LARGE).containsOnly('x');
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 4, 4096, 1 << 20})
        void arrives_in_chunks_of_any_size(int chunkSize, IteratorReader reader) {
            assertThat(reader.withChunkSize(chunkSize).bytes()).hasSize(LARGE).containsOnly('x');
        }

        @Test
        void need_not_be_read_to_its_end(IteratorReader reader) throws Exception {
            try (InputStream run = reader.open()) {
                assertThat(run.readNBytes(10)).hasSize(10);
            }
        }
    }

    @Nested
    class Each_way_to_read {

        @Test
        @NeedsMapIterators
        void is_a_new_run(@BpfIterator(obj = "/map_elem.bpf.o", map = "name counters") IteratorReader reader) {
            assertThat(reader.text()).isEqualTo("sum: 0\n");
            assertThat(reader.lines()).containsExactly("sum: 0");
            try (Stream<String> lines = reader.stream()) {
                assertThat(lines).containsExactly("sum: 0");
            }
            assertThat(reader.tableWithoutHeader().column(1)).containsExactly("0");
            assertThat(reader.bytes()).asString().isEqualTo("sum: 0\n");
        }

        @Test
        void splits_lines_only_at_newlines(
                @BpfIterator(obj = "/output.bpf.o", program = "three_lines") IteratorReader reader) {
            List<String> expected = List.of("one\rstill one", "", "three");

            assertThat(reader.lines()).isEqualTo(expected);
            try (Stream<String> lines = reader.stream()) {
                assertThat(lines).containsExactlyElementsOf(expected);
            }
        }

        @Test
        void keeps_a_carriage_return_before_a_newline_except_in_tables(
                @BpfIterator(obj = "/output.bpf.o", program = "windows_lines") IteratorReader reader) {
            List<String> expected = List.of("pid comm\r", "1 init\r", "\r");

            assertThat(reader.text()).isEqualTo("pid comm\r\n1 init\r\n\r\n");
            assertThat(reader.lines()).isEqualTo(expected);
            try (Stream<String> lines = reader.stream()) {
                assertThat(lines).containsExactlyElementsOf(expected);
            }
            assertThat(reader.table().columns()).containsExactly("pid", "comm");
            assertThat(reader.table().column("comm")).containsExactly("init");
            assertThat(reader.tableWithoutHeader().column(1)).containsExactly("comm", "init");
        }

        @Test
        void keeps_nul_bytes(@BpfIterator(obj = "/output.bpf.o", program = "nul") IteratorReader reader) {
            assertThat(reader.bytes()).containsExactly('a', 0, 'b', '\n');
            assertThat(reader.text()).isEqualTo("a\0b\n");
            assertThat(reader.lines()).containsExactly("a\0b");
        }

        @Test
        void reads_an_empty_output(@BpfIterator(obj = "/output.bpf.o", program = "silent") IteratorReader reader) {
            assertThat(reader.bytes()).isEmpty();
            assertThat(reader.text()).isEmpty();
            assertThat(reader.lines()).isEmpty();
            assertThat(reader.table().rows()).isEmpty();
            assertThat(reader).isEmpty().hasLines(0);
            try (Stream<String> lines = reader.stream()) {
                assertThat(lines).isEmpty();
            }
        }

        @Test
        void works_from_several_threads_concurrently(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {
            List<CompletableFuture<String>> runs = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(reader::text))
                    .toList();
            assertThat(runs).allSatisfy(run -> assertThat(run.join()).startsWith("    tgid"));
        }

        @Test
        void refuses_a_chunk_size_of_zero(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.withChunkSize(0))
                    .withMessage("The chunk size must be at least 1 byte, but is 0.");
        }
    }

    @Nested
    class EAGAIN {

        @Test
        void is_retried(@BpfIterator(obj = "/output.bpf.o", program = "again") IteratorReader reader) {
            assertThat(reader.lines()).containsExactly("line 0", "line 1");
        }

        @Test
        void is_retried_without_a_limit_for_a_duration_longer_than_any_run(
                @BpfIterator(obj = "/output.bpf.o", program = "again") IteratorReader reader) {
            assertThat(reader.retryingFor(Duration.ofSeconds(Long.MAX_VALUE)).lines())
                    .containsExactly("line 0", "line 1");
        }

        @Test
        void three_times_for_each_of_many_silent_elements_takes_no_longer_than_the_kernel_needs(BpfSession bpf) {
            BpfObject output = bpf.open("/output.bpf.o").load();
            IteratorReader reader = output.program("thrice_each").attach().reader();

            long start = System.nanoTime();
            assertThat(reader.text()).isEmpty();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(output.global("elements").asInt()).isPositive();
            assertThat(output.global("calls").asInt())
                    .isEqualTo(4 * output.global("elements").asInt());
        }

        @Test
        void is_not_retried_forever(@BpfIterator(obj = "/output.bpf.o", program = "never") IteratorReader reader) {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> reader.retryingFor(Duration.ofMillis(200)).text())
                    .withMessageMatching(
                            "Reading iterator never failed after 0 bytes: the kernel answered \\d+ reads in"
                                    + " 2\\d\\d ms without output, until the time limit has passed \\(EAGAIN\\)\\. .*")
                    .withMessageEndingWith("It answers so if the program returns 1, to be called again for the same"
                            + " element, and after a million elements without output. Return 0 from the program, or"
                            + " allow more time with retryingFor, retrySeconds of @BpfIterator or bpfiterator.retry.")
                    .satisfies(failure -> assertThat(failure.errno()).hasValue(Errno.EAGAIN.number()));
        }

        @Test
        void is_retried_for_as_long_as_the_annotation_says(
                @BpfIterator(obj = "/output.bpf.o", program = "never", retrySeconds = 1) IteratorReader reader) {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(reader::text)
                    .withMessageContaining(" reads in 1");
        }

        @Test
        void ends_at_once_if_the_thread_is_interrupted(
                @BpfIterator(obj = "/output.bpf.o", program = "never") IteratorReader reader) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(reader::text)
                    .withMessageContaining("until the thread was interrupted (EAGAIN)");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Nested
    @BpfIterator(obj = "/output.bpf.o", program = "too_large_for_one")
    class An_error_after_some_data {

        @Test
        void is_an_error_instead_of_a_truncated_text(IteratorReader reader) {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(reader::text)
                    .withMessageStartingWith("Reading iterator too_large_for_one failed after 6 bytes: the program"
                            + " printed more for one element than the kernel's buffer (8 pages) holds (E2BIG). Print")
                    .satisfies(failure -> assertThat(failure.errno()).hasValue(Errno.E2BIG.number()));
        }

        @Test
        void is_thrown_at_its_position_in_the_output(IteratorReader reader) throws Exception {
            try (InputStream run = reader.open()) {
                assertThat(run.readNBytes(6)).asString().isEqualTo("first\n");
                assertThatExceptionOfType(BpfException.class).isThrownBy(run::read);
            }
        }
    }

    @Nested
    @BpfIterator(obj = "/task.bpf.o")
    class A_pin {

        @Test
        void that_was_removed_is_an_error(IteratorReader reader) throws Exception {
            Files.delete(reader.path());

            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(reader::text)
                    .withMessageContainingAll("Cannot open iterator dump_task at ", "or the pin was removed (ENOENT).");
        }

        @Test
        void remembers_its_latest_output(IteratorReader reader) {
            assertThat(reader.latestOutput()).isEmpty();
            String text = reader.text();
            assertThat(reader.latestOutput()).hasValue(text);
        }
    }
}
