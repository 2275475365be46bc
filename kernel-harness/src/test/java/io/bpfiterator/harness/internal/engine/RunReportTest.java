// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.bpfiterator.harness.internal.engine.fixtures.Dynamic;
import io.bpfiterator.harness.internal.engine.fixtures.EveryKind;
import io.bpfiterator.harness.internal.engine.fixtures.Failing;
import io.bpfiterator.harness.internal.engine.fixtures.Fatal;
import io.bpfiterator.harness.internal.engine.fixtures.Lifecycle;
import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.engine.fixtures.Plain;
import io.bpfiterator.harness.internal.engine.fixtures.Publishing;
import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.Report.Environment;
import io.bpfiterator.harness.internal.report.Report.Result;
import io.bpfiterator.harness.internal.report.Report.Section;
import io.bpfiterator.harness.internal.report.Report.Status;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Slow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** The report of a run contains the same results as JUnit's events. */
@Timeout(120)
@Slow
class RunReportTest {

    private static final String PACKAGE = "io.bpfiterator.harness.internal.engine.fixtures.";

    @TempDir
    private Path directory;

    @Nested
    class Of_tests_of_every_kind {

        @Test
        void has_a_row_for_each_with_its_name() {
            Report report = run("host", selectClass(EveryKind.class));

            assertThat(report.tests().stream().map(test -> test.className() + "." + test.name()))
                    .containsExactlyInAnyOrder(
                            PACKAGE + "EveryKind.plain()",
                            PACKAGE + "EveryKind.named()",
                            PACKAGE + "EveryKind.parameterized(int) › [1] number=1",
                            PACKAGE + "EveryKind.parameterized(int) › [2] number=2",
                            PACKAGE + "EveryKind.repeated() › repetition 1 of 2",
                            PACKAGE + "EveryKind.repeated() › repetition 2 of 2",
                            PACKAGE + "EveryKind.dynamic() › first",
                            PACKAGE + "EveryKind.dynamic() › more › second",
                            PACKAGE + "EveryKind.disabled()",
                            PACKAGE + "EveryKind.aborted()",
                            PACKAGE + "EveryKind.reports(TestReporter)",
                            PACKAGE + "EveryKind.prints()",
                            PACKAGE + "EveryKind$Inner.nested()");
        }

        @Test
        void has_the_time_of_those_that_passed() {
            Report report = run("host", selectClass(EveryKind.class));

            assertThat(result(report, "plain()").status()).isEqualTo(Status.PASSED);
            assertThat(result(report, "plain()").milliseconds()).isNotNegative();
        }

        @Test
        void has_the_reasons_of_those_that_were_skipped() {
            Report report = run("host", selectClass(EveryKind.class));

            assertThat(result(report, "disabled()").reason()).isEqualTo("not today");
            assertThat(result(report, "aborted()").reason()).contains("not on this kernel");
            assertThat(result(report, "aborted()").status()).isEqualTo(Status.SKIPPED);
        }

        @Test
        void has_the_messages_and_traces_of_those_that_failed() {
            Report report = run("host", selectClass(Failing.class));

            Result failed = result(report, "withACause()");
            assertThat(failed.status()).isEqualTo(Status.FAILED);
            assertThat(failed.failure().message()).isEqualTo("outer");
            assertThat(failed.failure().trace())
                    .startsWith(
                            "java.io.UncheckedIOException: outer\n\tat " + PACKAGE + "Failing.withACause(Failing.java:")
                    .contains("Caused by: java.io.IOException: inner", "Suppressed: ");
            assertThat(result(report, "factory()").failure().message()).isEqualTo("no tests were made");
        }

        @Test
        void distinguishes_invocations_of_a_class() {
            Report report = run("host", selectClass(Lifecycle.Template.class));

            assertThat(report.tests())
                    .extracting(Report.Test::name)
                    .containsExactly("[1] number=1 › one()[1]", "[2] number=2 › one()[2]");
        }

        @Test
        void counts_as_junit_does() {
            EngineExecutionResults results =
                    start("host", selectClass(EveryKind.class), selectClass(Lifecycle.FailsAfter.class));

            Report report = report();
            assertThat(report.count(Status.PASSED))
                    .isEqualTo(results.testEvents().succeeded().count());
            assertThat(report.count(Status.FAILED))
                    .isEqualTo(results.testEvents().failed().count());
            assertThat(report.count(Status.SKIPPED))
                    .isEqualTo(results.testEvents().skipped().count()
                            + results.testEvents().aborted().count());
            assertThat(result(report, "lifecycle of the class").failure().message())
                    .isEqualTo("no teardown");
        }
    }

    @Nested
    class Of_more_tests_than_it_shows {

        @Test
        void counts_all_of_them() throws IOException {
            Runs.with(
                    Map.of(
                            Runs.ENVIRONMENTS,
                            "host, second",
                            "bpfiterator.report.directory",
                            directory.toString(),
                            "bpfiterator.report.rows",
                            "20",
                            "bpfiterator.agent.jvm",
                            "-Dfixtures.dynamic=300"),
                    selectClass(Dynamic.class));

            assertThat(report().tests()).hasSize(21);
            assertThat(report().count(Status.FAILED)).isEqualTo(2);
            assertThat(report().count(Status.PASSED)).isEqualTo(598);
            assertThat(result(report(), "tests() › a test #300").status()).isEqualTo(Status.FAILED);
            assertThat(Files.readString(directory.resolve("summary.md")))
                    .startsWith("## BPF iterator tests: 598 passed, 2 failed, 0 skipped\n")
                    .containsPattern("\\| <code>host</code> \\|.*\\| 299 \\| 1 \\| 0 \\|");
        }
    }

    @Nested
    class Of_published_entries_and_files {

        @Test
        @NeedsKernel
        void has_the_output_of_iterators_under_one_title() {
            List<Section> sections = result(
                            run("host", selectClass(Publishing.class)), "readsAnIterator(IteratorReader)")
                    .sections();

            assertThat(sections).anySatisfy(section -> {
                assertThat(section.title()).isEqualTo("output of iterator dump_pids");
                assertThat(section.text()).contains("1\n");
            });
        }

        @Test
        @NeedsKernel
        void has_no_files_of_an_earlier_run() throws IOException {
            Path stale =
                    Files.createDirectories(Runs.FILES.resolve("bpf-iterator")).resolve("stale.txt");
            Files.writeString(stale, "of an earlier run");

            Report report = run("host", selectClass(Publishing.class));

            assertThat(result(report, "readsAnIterator(IteratorReader)").sections())
                    .extracting(Section::title)
                    .contains("output of iterator dump_pids")
                    .doesNotContain("stale");
        }

        @Test
        void has_entries_and_text_files_cut_if_they_are_long() {
            List<Section> sections = result(
                            run("host", selectMethod(Publishing.class, "files", "org.junit.jupiter.api.TestReporter")),
                            "files(TestReporter)")
                    .sections();

            assertThat(sections).contains(new Section("note", "</script> | `x` \ud83d\udc1d"));
            assertThat(text(sections, "long")).startsWith("xxx").contains("\n… 4464 characters are left out here …\n");
            assertThat(text(sections, "binary")).startsWith("(A file of 2 bytes that is not text: ");
        }

        @Test
        void has_the_entries_of_a_class_with_the_first_of_its_tests() {
            Report report = run("host", selectClass(Publishing.class));

            assertThat(report.tests().get(0).results().get(0).sections())
                    .contains(new Section("summing up (of the class)", "all read"));
        }

        private String text(List<Section> sections, String title) {
            return sections.stream()
                    .filter(section -> section.title().equals(title))
                    .map(Section::text)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Nested
    class Of_environments {

        @Test
        void has_a_column_for_each_with_its_kernel() {
            Report report = run("host, second", selectClass(Pids.class));

            assertThat(report.environments()).extracting(Environment::name).containsExactly("host", "second");
            Environment host = report.environments().get(0);
            assertThat(host.platform().kernel()).isEqualTo(System.getProperty("os.version"));
            assertThat(host.platform().java()).isEqualTo(System.getProperty("java.version"));
            assertThat(host.platform().architecture()).isEqualTo(System.getProperty("os.arch"));
            assertThat(host.platform().description()).isEqualTo("a separate JVM");
            assertThat(host.platform().details()).isEmpty();
            assertThat(host.startMilliseconds()).isPositive();
            assertThat(report.tests()).hasSize(2).allSatisfy(test -> assertThat(test.results())
                    .extracting(Result::environment)
                    .containsExactly("host", "second"));
        }

        @Test
        void shows_why_one_could_not_start_and_its_output() {
            Report report = run("faulty:no-jvm", selectClass(Pids.class));

            Environment environment = report.environments().get(0);
            assertThat(environment.platform().kernel()).isNull();
            assertThat(environment.failure())
                    .startsWith("No test ran in faulty:no-jvm: the agent ended with exit status 1.");
            assertThat(environment.console()).contains("NoSuchFlag");
            assertThat(report.count(Status.FAILED)).isEqualTo(2);
        }

        @Test
        void shows_why_one_ended_before_its_tests() {
            Report report = run("host", selectClass(Fatal.Exits.class), selectClass(Pids.class));

            assertThat(report.environments().get(0).platform().kernel()).isNotNull();
            assertThat(report.environments().get(0).failure())
                    .startsWith("The agent in host ended with exit status 42");
            assertThat(result(report, "exits()").milliseconds()).isNull();
            assertThat(result(report, "hasATag()").status()).isEqualTo(Status.PASSED);
        }
    }

    @Nested
    class Is_written {

        @Test
        void as_three_files_and_the_path_is_printed() {
            String errors = errorsOf(() -> start("host", selectClass(Pids.class)));

            assertThat(directory)
                    .isDirectoryContaining("glob:**/report.json")
                    .isDirectoryContaining("glob:**/report.html")
                    .isDirectoryContaining("glob:**/summary.md");
            assertThat(errors).endsWith("bpf-iterator: report: " + directory.resolve("report.html") + "\n");
        }

        @Test
        void to_the_launchers_output_directory_by_default() throws IOException {
            Path file = Runs.FILES.resolve("bpf-iterator/report.json");
            Files.deleteIfExists(file);

            Runs.launch(Runs.request("host", selectClass(Pids.class)));

            assertThat(ReportFiles.read(file).tests()).hasSize(2);
        }

        @Test
        void only_if_there_are_environments() {
            start("none", selectClass(Pids.class), selectClass(Plain.class));

            assertThat(directory).isEmptyDirectory();
        }

        @Test
        void or_the_reason_is_printed_and_no_result_is_lost() throws IOException {
            Path file = Files.createFile(directory.resolve("a file"));
            List<EngineExecutionResults> results = new ArrayList<>();

            String errors = errorsOf(() -> results.add(Runs.with(
                    Map.of(Runs.ENVIRONMENTS, "host", "bpfiterator.report.directory", file.toString()),
                    selectMethod(Pids.class, "hasATag"))));

            assertThat(errors).contains("bpf-iterator: Cannot write the report to " + file + ": ");
            results.get(0).testEvents().assertStatistics(tests -> tests.succeeded(1));
        }

        @Test
        void together_with_an_earlier_report_of_the_same_build() {
            start("host", selectClass(Pids.class));
            start("host, second", selectMethod(EveryKind.class, "plain"));

            assertThat(report().environments()).extracting(Environment::name).containsExactly("host", "second");
            assertThat(report().tests())
                    .extracting(Report.Test::name)
                    .hasSize(3)
                    .contains("plain()", "hasATag()");
        }

        @Test
        void in_place_of_the_report_of_an_earlier_build() throws IOException {
            start("host", selectClass(Pids.class));
            Files.delete(directory.resolve(".build"));
            Files.setLastModifiedTime(directory.resolve("report.json"), FileTime.from(Instant.EPOCH));

            assertThat(run("host", selectMethod(EveryKind.class, "plain")).tests())
                    .hasSize(1);
        }

        @Test
        void even_if_the_jvm_is_killed_during_the_run() throws Exception {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-classpath",
                            System.getProperty("java.class.path"),
                            BlockedRun.class.getName(),
                            directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
            try {
                while (!Files.readString(directory.resolve("output")).contains("blocks now")) {
                    assertThat(process.waitFor(100, TimeUnit.MILLISECONDS))
                            .as("ended: %s", Files.readString(directory.resolve("output")))
                            .isFalse();
                }
            } finally {
                process.destroy();
                process.waitFor();
            }

            Report report = report();
            assertThat(result(report, "blocks()").failure().message())
                    .isEqualTo("The run ended while this test was running");
            assertThat(result(report, "after()").reason()).isEqualTo("The run ended before this test started");
            assertThat(result(report, "before()").status()).isEqualTo(Status.PASSED);
        }
    }

    private Report run(String environments, DiscoverySelector... selectors) {
        start(environments, selectors);
        return report();
    }

    private EngineExecutionResults start(String environments, DiscoverySelector... selectors) {
        return Runs.with(
                Map.of(Runs.ENVIRONMENTS, environments, "bpfiterator.report.directory", directory.toString()),
                selectors);
    }

    private Report report() {
        return ReportFiles.read(directory.resolve("report.json"));
    }

    private static Result result(Report report, String name) {
        return report.tests().stream()
                .filter(test -> test.name().equals(name))
                .findFirst()
                .orElseThrow()
                .results()
                .get(0);
    }

    private static String errorsOf(Runnable run) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PrintStream real = System.err;
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            run.run();
        } finally {
            System.setErr(real);
        }
        return errors.toString(StandardCharsets.UTF_8);
    }
}
