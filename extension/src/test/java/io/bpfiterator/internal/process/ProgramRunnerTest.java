// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.bpfiterator.failure.BpfException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a program to its end, and treats one that does not end as a failure. */
class ProgramRunnerTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(500);

    private static ProgramRunner.Result run(Duration limit, String script) throws Exception {
        return ProgramRunner.run(ProgramRunner.inEnglish(List.of("sh", "-c", script)), limit);
    }

    @Nested
    class A_program_that_ends {

        @Test
        void has_its_exit_status_and_its_output_and_errors_in_one_text() throws Exception {
            assertThat(run(LONG, "echo out; echo err >&2; exit 3"))
                    .isEqualTo(new ProgramRunner.Result(3, "out\nerr\n"));
        }

        @Test
        void reads_nothing_and_prints_in_english() throws Exception {
            assertThat(run(LONG, "cat; echo $LC_ALL").output()).isEqualTo("C\n");
        }
    }

    @Nested
    class A_program_that_hangs {

        @Test
        void fails_and_is_not_taken_for_a_missing_one() {
            assertThatExceptionOfType(ProgramRunner.Overtime.class)
                    .isThrownBy(() -> run(SHORT, "echo begun; sleep 60"))
                    .satisfies(overtime -> {
                        BpfException failure = overtime.failure().exception();
                        assertThat(failure).hasMessageStartingWith("sh was ended: it ran longer than 0 s.");
                        assertThat(failure.isUnavailable()).isFalse();
                        assertThat(failure.log()).isEqualTo("begun\n");
                    });
        }

        @Test
        void is_ended_with_the_programs_that_it_started(@TempDir Path directory) throws Exception {
            Path file = directory.resolve("pid");

            assertThatExceptionOfType(ProgramRunner.Overtime.class)
                    .isThrownBy(() -> run(Duration.ofSeconds(2), "sleep 60 & echo $! > " + file + "; wait"));

            long started = Long.parseLong(Files.readString(file).strip());
            ProcessHandle.of(started)
                    .ifPresent(process -> assertThat(process.onExit()).succeedsWithin(10, TimeUnit.SECONDS));
        }
    }

    @Nested
    class A_program_whose_jvm_is_killed {

        @Test
        void is_killed_with_the_programs_that_it_started(@TempDir Path directory) throws Exception {
            Path pids = directory.resolve("pids");
            Process jvm = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-Djava.io.tmpdir=" + directory,
                            Runner.class.getName(),
                            "sleep 60 & echo $! >>" + pids + "; echo $$ >>" + pids + "; wait")
                    .inheritIO()
                    .start();
            try {
                while (!Files.exists(pids) || Files.readAllLines(pids).size() < 2) {
                    assertThat(jvm.isAlive()).isTrue();
                    Thread.sleep(10);
                }
            } finally {
                jvm.destroyForcibly().waitFor();
            }

            for (String pid : Files.readAllLines(pids)) {
                ProcessHandle.of(Long.parseLong(pid))
                        .ifPresent(process -> assertThat(process.onExit()).succeedsWithin(3, TimeUnit.SECONDS));
            }
        }

        @Test
        void leaves_its_output_to_the_next_one() throws Exception {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
            ProcessIdentity current = ProcessIdentity.current();
            ProcessIdentity ended =
                    new ProcessIdentity(current.boot(), current.pidNamespace(), current.pid(), current.startTime() - 1);
            Path left = Files.createDirectory(temporary.resolve("bpf-iterator-output-" + ended.text() + "-x"));
            Files.createFile(left.resolve("output"));

            run(LONG, "true");

            assertThat(left).doesNotExist();
            try (Stream<Path> files = Files.list(temporary)) {
                assertThat(files).noneMatch(file -> file.toString().contains("output-" + current.text()));
            }
        }
    }

    /** The main class of a JVM that runs a script. */
    static final class Runner {

        private Runner() {}

        public static void main(String[] arguments) throws Exception {
            run(LONG, arguments[0]);
        }
    }

    @Nested
    class A_program_that_does_not_exist {

        @Test
        void cannot_be_started() {
            assertThatIOException()
                    .isThrownBy(() -> ProgramRunner.run(new ProcessBuilder("/no/such/program"), LONG))
                    .withMessageContaining("/no/such/program");
        }
    }
}
