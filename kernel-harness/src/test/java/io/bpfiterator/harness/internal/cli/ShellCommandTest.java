// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.atIndex;

import io.bpfiterator.harness.internal.cli.Commands.Result;
import io.bpfiterator.harness.internal.kernel.Kernels;
import io.bpfiterator.internal.cache.CacheDirectory;
import io.bpfiterator.support.NeedsMachines;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command in a separate JVM, with real kernels. */
@Timeout(120)
@NeedsMachines
class ShellCommandTest {

    private static final String READY = "bpf-iterator: vm:%s: Debian's linux-.* in QEMU with 1 CPU and 1024 MB,"
            + "(?: from a snapshot,)? (?:KVM|TCG).*; ready after \\d+ ms";

    @TempDir
    Path directory;

    @TempDir
    Path temporary;

    /** Later commands then print no progress, and a download does not count as their time. */
    @BeforeAll
    static void fetchTheKernels() {
        Kernels kernels = Kernels.ofThisMachine(System.err::println);
        List.of("5.10", "newest").forEach(kernels::kernel);
    }

    private List<String> ours(String... properties) {
        List<String> command = new ArrayList<>(Commands.OURS);
        command.addAll(1, List.of(properties));
        command.add(1, "-Djava.io.tmpdir=" + temporary);
        command.add(1, "-Dbpfiterator.cache=" + CacheDirectory.path());
        command.add("shell");
        // Without XDG_RUNTIME_DIR, the run directory is in java.io.tmpdir.
        command.addAll(0, List.of("env", "-u", "XDG_RUNTIME_DIR"));
        return command;
    }

    /** Returns the command as a line for a shell, with each argument quoted. */
    private String line(String... arguments) {
        return Stream.concat(ours().stream(), Stream.of(arguments))
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
    }

    private Stream<Path> remainingFiles() throws Exception {
        return Files.list(temporary);
    }

    /** Returns whether a virtual machine of this test is running; a zombie has no arguments and does not count. */
    private boolean isMachineRunning() {
        return ProcessHandle.allProcesses().anyMatch(process -> process.info()
                .arguments()
                .map(arguments -> Stream.of(arguments).anyMatch(word -> word.contains(temporary.toString())))
                .orElse(false));
    }

    @Nested
    class Without_a_terminal {

        @AfterEach
        void everything_is_removed() throws Exception {
            assertThat(remainingFiles()).isEmpty();
            assertThat(isMachineRunning()).isFalse();
        }

        @Test
        void runs_a_command_on_another_kernel_with_its_streams_and_its_exit_status() {
            Result result = Commands.run(
                    directory,
                    ours(),
                    "5.10",
                    "--",
                    "sh",
                    "-c",
                    "uname -r; pwd; ls -A /tmp | grep -v junit; echo complaint >/dev/stderr; exit 7");

            assertThat(result.exitStatus()).isEqualTo(7);
            assertThat(result.output().lines().toList())
                    .hasSize(2)
                    .contains(directory.toString(), atIndex(1))
                    .first()
                    .asString()
                    .startsWith("5.10.");
            assertThat(result.errors()).matches(READY.formatted("5\\.10") + "\ncomplaint\n");
        }

        @Test
        void runs_the_users_shell_if_its_input_is_not_a_terminal() {
            Result result = Commands.run(
                    directory,
                    List.of("bash", "-c"),
                    "echo 'grep -o \" /sys/fs/bpf bpf rw\\| /sys/kernel/tracing tracefs rw\" /proc/mounts; exit 3' | "
                            + "SHELL=/bin/sh " + line("newest", "--memory", "512"));

            assertThat(result.output()).isEqualTo(" /sys/fs/bpf bpf rw\n /sys/kernel/tracing tracefs rw\n");
            assertThat(result.errors()).contains(" and 512 MB, ");
            assertThat(result.exitStatus()).isEqualTo(3);
        }

        @Test
        void passes_through_all_bytes_including_zero() throws Exception {
            byte[] bytes = new byte[1_000_000];
            new Random(1).nextBytes(bytes);
            Files.write(directory.resolve("in"), bytes);

            Result result =
                    Commands.run(directory, List.of("bash", "-c"), line("newest", "--", "cat") + " <in | cmp - in");

            assertThat(result.exitStatus()).as(result.toString()).isZero();
        }

        @Test
        void ends_when_the_reader_closes_the_pipe() {
            Result result = Commands.run(
                    directory,
                    List.of("bash", "-c"),
                    line("newest", "--", "yes") + " | head -1; exit ${PIPESTATUS[0]}");

            assertThat(result.output()).isEqualTo("y\n");
            assertThat(result.errors()).matches(READY.formatted("newest") + "\n");
            assertThat(result.exitStatus()).isEqualTo(141);
        }

        @Test
        void ends_on_a_signal() throws Exception {
            List<String> command = ours();
            command.addAll(List.of("newest", "--", "sleep", "1000"));
            Process process = new ProcessBuilder(command).start();
            assertThat(process.errorReader().readLine()).matches(READY.formatted("newest"));

            process.destroy();

            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        }

        @Test
        void writes_to_a_writable_directory_and_prints_the_console_if_requested() throws Exception {
            Result result = Commands.run(
                    directory,
                    ours(),
                    "newest",
                    "-d",
                    "--writable",
                    directory.toString(),
                    "--kernel-arguments",
                    "one=two",
                    "--",
                    "cp",
                    "/proc/cmdline",
                    "written");

            assertThat(result.exitStatus()).as(result.toString()).isZero();
            assertThat(directory.resolve("written")).content().contains(" one=two");
            assertThat(result.errors()).contains("] Linux version ").contains("] Run /init as init process");
        }
    }

    @Nested
    class On_a_terminal {

        @Test
        void connects_the_guest_to_the_terminal_and_restores_it() throws Exception {
            try (Terminal terminal =
                    new Terminal("stty rows 33 cols 101; before=$(stty -g); " + line("newest", "--", "sh")
                            + "; echo status $?; [ \"$before\" = \"$(stty -g)\" ] && echo as before")) {
                terminal.await("ready after \\d+ ms; Ctrl-] ends it");
                terminal.await("# ");
                // One job: a Ctrl-C between two would interrupt neither.
                terminal.type("sh -c 'tty; stty size; exec cat'\n");
                terminal.await("/dev/hvc0\\s+33 101");
                terminal.type("\u0003");
                terminal.await("# ");
                terminal.type("exit $((3 + 3))\n");
                terminal.await("status 6\\s+as before");
            }
        }

        @Test
        void a_key_ends_a_guest_that_hangs() throws Exception {
            try (Terminal terminal = new Terminal("before=$(stty -g); " + line("newest", "--", "sleep", "1000")
                    + "; echo status $?; [ \"$before\" = \"$(stty -g)\" ] && echo as before")) {
                terminal.await("Ctrl-] ends it");
                terminal.type("\u001d");
                terminal.await("status 137\\s+as before");
            }
            assertThat(remainingFiles()).isEmpty();
        }

        @Test
        void restores_the_terminal_even_if_the_command_is_killed() throws Exception {
            try (Terminal terminal =
                    new Terminal("before=$(stty -g); " + line("newest", "--", "sh", "-c", "echo started; sleep 1000")
                            + "; echo status $?; sleep 1; [ \"$before\" = \"$(stty -g)\" ] && echo as before")) {
                terminal.await("started");
                ProcessHandle jvm = terminal.process
                        .descendants()
                        .filter(process -> process.info().command().orElse("").endsWith("/java"))
                        .findFirst()
                        .orElseThrow();
                jvm.destroyForcibly();
                terminal.await("status 137\\s+as before");
            }
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !isMachineRunning());
        }
    }

    @Nested
    class Reports {

        @AfterEach
        void everything_is_removed() throws Exception {
            assertThat(remainingFiles()).isEmpty();
        }

        @Test
        void a_kernel_panic_with_the_end_of_the_console() {
            Result result =
                    Commands.run(directory, ours(), "newest", "--kernel-arguments", "rdinit=/none", "--", "true");

            assertThat(result.errors())
                    .startsWith("Error: The shell in vm:newest never started: the kernel panicked: VFS: Unable to mount"
                            + " root fs")
                    .contains("\nIts last output:\n", "Kernel panic - not syncing");
            assertThat(result.exitStatus()).isEqualTo(255);
        }

        @Test
        void a_lost_machine() throws Exception {
            List<String> command = ours();
            command.addAll(List.of("newest", "--", "sh", "-c", "echo c >/proc/sysrq-trigger"));
            Result result = Commands.run(directory, command);

            assertThat(result.errors())
                    .contains("Error: The shell in vm:newest was lost: the kernel panicked: sysrq triggered crash\n");
            assertThat(result.exitStatus()).isEqualTo(255);
        }

        @Test
        void a_missing_qemu() {
            Result result = Commands.run(directory, ours("-Dbpfiterator.vm.qemu=/no/qemu"), "newest");

            assertThat(result.errors())
                    .startsWith(
                            "Error: Cannot start a virtual machine: bpfiterator.vm.qemu names /no/qemu, which is not a"
                                    + " program that this user can run. Correct or remove the setting.\n");
            assertThat(result.exitStatus()).isEqualTo(255);
        }

        @Test
        void an_unknown_kernel() {
            Result result = Commands.run(directory, ours(), "sixth");

            assertThat(result.errors())
                    .startsWith("Error: Unknown kernel \"sixth\". Use one of ")
                    .contains("6.1, ", "host, ");
            assertThat(result.exitStatus()).isEqualTo(255);
        }
    }

    /** Runs a line in a shell on a separate terminal, types on it, and reads its screen. */
    private static final class Terminal implements AutoCloseable {

        private final Process process;
        private final OutputStream keys;
        private final StringBuffer screen = new StringBuffer();

        Terminal(String line) throws Exception {
            process = new ProcessBuilder("script", "--quiet", "--command", line, "/dev/null")
                    .redirectErrorStream(true)
                    .start();
            keys = process.getOutputStream();
            Thread reader = new Thread(this::read, "screen");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try {
                byte[] bytes = new byte[1 << 12];
                for (int read = process.getInputStream().read(bytes);
                        read > 0;
                        read = process.getInputStream().read(bytes)) {
                    screen.append(new String(bytes, 0, read, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                screen.append(e);
            }
        }

        void type(String text) throws Exception {
            keys.write(text.getBytes(StandardCharsets.UTF_8));
            keys.flush();
        }

        /** Waits for new text on the screen. */
        void await(String pattern) {
            Pattern awaited = Pattern.compile(pattern);
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(screen)
                    .containsPattern(awaited));
            Matcher found = awaited.matcher(screen);
            assertThat(found.find()).isTrue();
            screen.delete(0, found.end());
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
