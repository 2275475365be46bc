// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One run of an iterator, read byte by byte. */
@NeedsKernel
@BpfTest
class IteratorInputStreamTest {

    private static final int LARGE = 17 * 4096;

    @Nested
    @BpfIterator(obj = "/output.bpf.o", program = "large")
    class The_chunk_size {

        @Test
        void may_change_between_reads(IteratorReader reader) throws Exception {
            try (IteratorInputStream run = reader.withChunkSize(7).open()) {
                assertThat(run.read()).isEqualTo('x');
                assertThat(run.available()).isEqualTo(6);
                run.setChunkSize(4096);
                assertThat(run.readNBytes(6)).hasSize(6);
                assertThat(run.read()).isEqualTo('x');
                assertThat(run.available()).isBetween(7, 4095);
                run.setChunkSize(1);
                assertThat(run.readAllBytes()).hasSize(LARGE - 8).containsOnly('x');
            }
        }

        @Test
        void is_at_least_one(IteratorReader reader) {
            try (IteratorInputStream run = reader.open()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> run.setChunkSize(0))
                        .withMessage("The chunk size must be at least 1 byte, but is 0.");
            }
        }
    }

    @Nested
    @BpfIterator(obj = "/output.bpf.o", program = "three_lines")
    class The_end {

        @Test
        void may_be_read_again(IteratorReader reader) throws Exception {
            try (IteratorInputStream run = reader.open()) {
                assertThat(run.readAllBytes()).isNotEmpty();
                assertThat(run.read()).isEqualTo(-1);
                assertThat(run.read(new byte[8], 0, 8)).isEqualTo(-1);
                assertThat(run.readAllBytes()).isEmpty();
            }
        }

        @Test
        void may_be_read_after_the_stream_is_closed(IteratorReader reader) throws Exception {
            IteratorInputStream run = reader.open();
            run.readAllBytes();
            run.close();
            assertThat(run.read()).isEqualTo(-1);
        }
    }

    @Nested
    class A_run_that_is_open_when_its_object_is_closed {

        private IteratorInputStream open(BpfSession bpf, boolean persistent) {
            try (BpfObject output = bpf.open("/output.bpf.o").load();
                    BpfLink link = output.program("three_lines").attach()) {
                IteratorInputStream run = link.reader().open();
                return persistent ? run.persist() : run;
            }
        }

        @Test
        void is_closed_with_it(BpfSession bpf) {
            IteratorInputStream run = open(bpf, false);
            assertThatIllegalStateException().isThrownBy(run::read).withMessageContaining("closed");
        }

        @Test
        void may_still_be_read_if_it_is_persistent(BpfSession bpf) throws Exception {
            try (IteratorInputStream run = open(bpf, true)) {
                bpf.close();
                assertThat(new String(run.readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("one");
            }
        }
    }

    @Test
    void a_stream_of_lines_reads_to_the_end_once(
            @BpfIterator(obj = "/output.bpf.o", program = "three_lines") IteratorReader reader) {
        try (Stream<String> lines = reader.stream()) {
            assertThat(lines).hasSize(3);
        }
    }
}
