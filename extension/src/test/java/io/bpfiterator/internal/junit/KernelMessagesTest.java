// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.libbpf.NativeFaults;
import io.bpfiterator.internal.libbpf.NativeFaults.Call;
import io.bpfiterator.support.NeedsKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NeedsKernel
class KernelMessagesTest {

    private static final Path KMSG = Path.of("/dev/kmsg");

    private static void log(String message) throws IOException {
        Files.writeString(KMSG, message + "\n", StandardOpenOption.WRITE);
    }

    @Test
    void have_the_time_since_boot_in_seconds() throws IOException {
        try (KernelMessages messages = KernelMessages.sinceNow()) {
            log("bpf-iterator: a message");
            Duration now = Duration.ofMillis((long) (1000
                    * Double.parseDouble(
                            Files.readString(Path.of("/proc/uptime")).split(" ")[0])));

            String line = messages.read()
                    .lines()
                    .filter(each -> each.endsWith("bpf-iterator: a message"))
                    .findFirst()
                    .orElseThrow();

            double seconds = Double.parseDouble(line.substring(1, line.indexOf(']')));
            assertThat(seconds).isBetween(now.toSeconds() - 60.0, now.toSeconds() + 60.0);
        }
    }

    @Test
    void are_at_most_64_KiB() throws IOException {
        try (KernelMessages messages = KernelMessages.sinceNow()) {
            for (int i = 0; i < 80; i++) {
                log("bpf-iterator: " + "x".repeat(900));
            }

            String first = messages.read();
            assertThat(first).endsWith("\n(further messages are omitted)\n");
            assertThat(first.length()).isBetween(64 * 1024, 66 * 1024);
            assertThat(messages.read()).isNotEmpty().doesNotContain("(further messages are omitted)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "open, EPERM, Add CAP_SYSLOG",
        "lseek, EPERM, Add CAP_SYSLOG",
        "read, EIO, Cannot read the kernel's messages from /dev/kmsg: ",
        "read, EPIPE, (older messages are missing"
    })
    void that_cannot_be_read_say_why(String function, Errno errno, String expected) throws Exception {
        StringBuilder read = new StringBuilder();
        NativeFaults.Steps steps = () -> {
            read.setLength(0);
            try (KernelMessages messages = KernelMessages.sinceNow()) {
                read.append(messages.read());
            }
        };
        List<String> calls =
                NativeFaults.none(steps).calls().stream().map(Call::function).toList();
        NativeFaults.at(calls.indexOf(function), errno, steps);

        assertThat(read).contains(expected);
    }
}
