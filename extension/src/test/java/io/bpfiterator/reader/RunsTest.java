package io.bpfiterator.reader;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Tests;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsKernel
class RunsTest {

    @Nested
    class Two_runs_that_are_open_at_once {

        @Test
        void keep_their_output_apart(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) throws Exception {
            IteratorReader inSmallChunks = reader.withChunkSize(16);
            try (IteratorInputStream first = inSmallChunks.open();
                    IteratorInputStream second = inSmallChunks.open()) {
                byte[] of1 = first.readNBytes(8);
                byte[] of2 = second.readNBytes(32);
                assertThat(new String(of2)).startsWith(new String(of1));
                assertThat(reader.latestOutput()).contains(new String(of2));

                first.readNBytes(40);
                assertThat(reader.latestOutput()).as("the second run's alone").contains(new String(of2));
            }
        }
    }

    static class Waiting {

        @Test
        @Timeout(value = 300, unit = TimeUnit.MILLISECONDS)
        void for_ever(@BpfIterator(obj = "/output.bpf.o", program = "never") IteratorReader reader) {
            reader.text();
        }
    }

    @Nested
    class An_interrupt {

        @Test
        void ends_the_waiting_of_an_iterator_that_answers_EAGAIN() {
            long start = System.nanoTime();
            Throwable failure = Tests.failure(Tests.run(Waiting.class));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(failure).hasMessageContaining("timed out after 300 milliseconds");
            assertThat(failure.getSuppressed()[0])
                    .isInstanceOf(BpfException.class)
                    .hasMessageStartingWith(
                            "Reading iterator never failed after 0 bytes: the thread was interrupted while the"
                                    + " kernel answered EAGAIN");
        }

        @Test
        void stays_on_the_thread(@BpfIterator(obj = "/output.bpf.o", program = "never") IteratorReader reader) {
            Thread.currentThread().interrupt();
            try {
                assertThatExceptionOfType(BpfException.class)
                        .isThrownBy(reader::text)
                        .withMessageContaining("the thread was interrupted");
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }

        @Test
        void does_not_matter_where_the_kernel_answers(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {
            Thread.currentThread().interrupt();
            try {
                assertThat(reader.text()).isNotEmpty();
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }
}
