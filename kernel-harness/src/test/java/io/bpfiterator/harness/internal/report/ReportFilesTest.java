// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static io.bpfiterator.harness.internal.report.Reports.environment;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {

    private static final int TESTS = 2000;
    private static final int ENVIRONMENTS = 8;

    @TempDir
    private Path directory;

    @Test
    void a_shorter_report_replaces_a_longer_one_completely() {
        ReportFiles.write(directory, Reports.passed("host", "6.1", "one", "two", "three"));
        Report shorter = Reports.passed("host", "6.1", "one");
        ReportFiles.write(directory, shorter);

        assertThat(ReportFiles.read(directory.resolve("report.json"))).isEqualTo(shorter);
    }

    @Test
    void a_lone_surrogate_is_written_as_a_question_mark() throws IOException {
        ReportFiles.write(directory, Reports.passed("host", "6.1", "half \ud83d"));

        assertThat(Files.readString(directory.resolve("report.json"))).contains("\"half ?\"");
        assertThat(directory.resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void an_interrupted_thread_writes_the_report_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        ReportFiles.write(directory, Reports.passed("host", "6.1", "one"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ReportFiles.read(directory.resolve("report.json")).tests()).hasSize(1);
    }

    @Test
    void jvms_that_write_at_the_same_time_keep_the_results_of_each_other() throws Exception {
        Instant since = Instant.now().minusSeconds(60);
        List<Process> writers = Stream.of("one", "two", "three")
                .map(test -> start(directory, since, test))
                .toList();
        for (Process writer : writers) {
            assertThat(writer.waitFor()).isZero();
        }

        assertThat(ReportFiles.read(directory.resolve("report.json")).tests())
                .extracting(Report.Test::name)
                .containsExactlyInAnyOrder("one", "two", "three");
    }

    private static Process start(Path directory, Instant since, String test) {
        try {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-classpath",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            directory.toString(),
                            since.toString(),
                            test)
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) {
            ReportFiles.writeOf(
                    Build.named(arguments[2]),
                    Instant.parse(arguments[1]),
                    Path.of(arguments[0]),
                    Reports.passed("host", "6.1", arguments[2]));
        }
    }

    @Test
    void a_large_report_is_written_in_a_few_seconds() {
        Report large = large();
        long start = System.nanoTime();
        ReportFiles.write(directory, large);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);

        System.out.println(
                TESTS + " tests in " + ENVIRONMENTS + " environments are written in " + taken.toMillis() + " ms");
        assertThat(taken).isLessThan(Duration.ofSeconds(15));
    }

    private static Report large() {
        String text = "    123 some_comm        ffff888100000000\n".repeat(25);
        List<String> environments = IntStream.range(0, ENVIRONMENTS)
                .mapToObj(number -> "vm:" + number)
                .toList();
        return new Report(
                Reports.NOON,
                environments.stream().map(name -> environment(name, "6.1")).toList(),
                IntStream.range(0, TESTS)
                        .mapToObj(number -> new Report.Test(
                                "io.bpfiterator.examples.Class" + number / 20,
                                "test" + number + "(IteratorReader)",
                                environments.stream()
                                        .map(name -> result(name, text + number + name))
                                        .toList()))
                        .toList());
    }

    private static Report.Result result(String environment, String text) {
        return new Report.Result(
                environment,
                Report.Status.PASSED,
                3L,
                null,
                null,
                List.of(
                        new Report.Section("output of iterator dump_task", text),
                        new Report.Section("kernel messages", text)));
    }
}
