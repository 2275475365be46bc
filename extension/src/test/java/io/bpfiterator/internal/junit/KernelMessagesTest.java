// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.libbpf.FakeReads;
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
    void are_at_most_64_KiB() throws Exception {
        try (KernelMessages messages = KernelMessages.sinceNow();
                AutoCloseable reads = FakeReads.of("6,1,2000003,-;" + "x".repeat(1000) + "\n")) {
            String line = "[    2.000003] " + "x".repeat(1000) + "\n";

            assertThat(messages.read()).isEqualTo(line.repeat(65) + "(further messages are omitted)\n");
        }
    }

    @Test
    void of_another_form_are_kept_as_they_are() throws Exception {
        try (KernelMessages messages = KernelMessages.sinceNow();
                AutoCloseable reads = FakeReads.of("a line of another form\n")) {
            assertThat(messages.read()).startsWith("a line of another form\na line of another form\n");
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
