// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndOfStreamMarkerTest {

    private static final EndOfStreamMarker MARKER = new EndOfStreamMarker("end");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 100})
    void ends_the_stream_even_if_it_arrives_in_parts(int chunk) throws Exception {
        assertThat(copy("text\0en\0\0end more", chunk)).isEqualTo("text\0en\0");
    }

    @Test
    void without_a_marker_everything_is_copied() throws Exception {
        assertThat(copy("text\0en", 2)).isEqualTo("text\0en");
    }

    @Test
    void holds_back_only_what_may_be_the_start_of_a_marker() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> parts = List.of("text", "\0e", "nd");
        int[] next = {0};
        MARKER.copy(
                channel((buffer, offset) -> {
                    if (next[0] == 1) {
                        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("text");
                    }
                    byte[] part = parts.get(next[0]++).getBytes(StandardCharsets.UTF_8);
                    System.arraycopy(part, 0, buffer, offset, part.length);
                    return part.length;
                }),
                out);

        assertThat(next[0]).isEqualTo(3);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("text");
    }

    private static String copy(String text, int chunk) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MARKER.copy(channel((buffer, offset) -> in.read(buffer, offset, chunk)), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private interface Reader {
        int read(byte[] buffer, int offset) throws IOException;
    }

    private static ReadableByteChannel channel(Reader reader) {
        return new ReadableByteChannel() {

            @Override
            public int read(ByteBuffer buffer) throws IOException {
                return reader.read(buffer.array(), buffer.arrayOffset() + buffer.position());
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }
}
