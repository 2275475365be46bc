// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

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
    class Two_concurrent_runs {

        @Test
        void have_separate_output(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) throws Exception {
            IteratorReader inSmallChunks = reader.withChunkSize(16);
            try (IteratorInputStream first = inSmallChunks.open();
                    IteratorInputStream second = inSmallChunks.open()) {
                byte[] of1 = first.readNBytes(8);
                byte[] of2 = second.readNBytes(32);
                assertThat(new String(of2)).startsWith(new String(of1));
                assertThat(reader.latestOutput()).contains(new String(of2));

                first.readNBytes(40);
                assertThat(reader.latestOutput()).as("only of the second run").contains(new String(of2));
            }
        }

        /** In a report, a test that has read would otherwise have the output of none, because another one has begun. */
        @Test
        void have_the_output_of_the_one_that_was_read(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {
            String text = reader.text();
            try (IteratorInputStream opened = reader.open()) {
                assertThat(opened.available()).isZero();
                assertThat(reader.latestOutput()).hasValue(text);
            }
        }
    }

    static class Waiting {

        @Test
        @Timeout(value = 300, unit = TimeUnit.MILLISECONDS)
        void forever(@BpfIterator(obj = "/output.bpf.o", program = "never") IteratorReader reader) {
            reader.text();
        }
    }

    @Nested
    class An_interrupt {

        @Test
        void stops_retrying_an_iterator_that_returns_EAGAIN() {
            long start = System.nanoTime();
            Throwable failure = Tests.failure(Tests.run(Waiting.class));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(failure).hasMessageContaining("timed out after 300 milliseconds");
            assertThat(failure.getSuppressed()[0])
                    .isInstanceOf(BpfException.class)
                    .hasMessageStartingWith("Reading iterator never failed after 0 bytes: the kernel answered ")
                    .hasMessageContaining(" ms without output, until the thread was interrupted (EAGAIN). ");
        }

        @Test
        void is_kept_on_the_thread(@BpfIterator(obj = "/output.bpf.o", program = "never") IteratorReader reader) {
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
        void is_ignored_if_the_kernel_returns_output(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {
            Thread.currentThread().interrupt();
            try {
                assertThat(reader.text()).isNotEmpty();
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }
}
