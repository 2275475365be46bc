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
    class A_program_that_does_not_exist {

        @Test
        void cannot_be_started() {
            assertThatIOException()
                    .isThrownBy(() -> ProgramRunner.run(new ProcessBuilder("/no/such/program"), LONG))
                    .withMessageContaining("/no/such/program");
        }
    }
}
