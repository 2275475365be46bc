// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.surefire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.bpfiterator.harness.internal.engine.fixtures.AnyOutput;
import io.bpfiterator.harness.internal.engine.fixtures.Dynamic;
import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.support.NeedsPrivilege;
import io.bpfiterator.support.Slow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What reaches a build: Surefire's reports and Maven's exit status, which rest on the names that tests have. */
@Slow
class SurefireTest {

    @TempDir
    private Path directory;

    @Test
    void the_same_test_in_two_environments_is_two_tests() throws Exception {
        SurefireRun run = run("Environmental#failsInSecond+passes", "-Dbpfiterator.environments=host,second");

        assertThat(run.outcomes())
                .containsOnly(
                        entry("Environmental.failsInSecond()[host]", "passed"),
                        entry("Environmental.failsInSecond()[second]", "failure"),
                        entry("Environmental.passes()[host]", "passed"),
                        entry("Environmental.passes()[second]", "passed"));
        assertThat(run.succeeded()).isFalse();
        assertThat(run.log()).contains("Tests run: 4, Failures: 1, Errors: 0, Skipped: 0");
    }

    @Test
    void a_failure_that_is_run_again_is_run_in_its_environment_and_no_other_hides_it() throws Exception {
        SurefireRun run =
                run("Environmental", "-Dbpfiterator.environments=host,second", "-Dsurefire.rerunFailingTestsCount=1");

        assertThat(run.outcomes())
                .contains(
                        entry("Environmental.failsInSecond()[host]", "passed"),
                        entry("Environmental.failsInSecond()[second]", "failure, rerunFailure"),
                        entry("Environmental.failsOnceInSecond()[host]", "passed"),
                        entry("Environmental.failsOnceInSecond()[second]", "flakyFailure"))
                .hasSize(6);
        assertThat(run.succeeded()).isFalse();
        assertThat(run.log()).contains("Tests run: 6, Failures: 1, Errors: 0, Skipped: 0, Flakes: 1");
    }

    @Test
    void what_ran_again_is_in_one_report_with_what_did_not() throws Exception {
        run("Environmental", "-Dbpfiterator.environments=host,second", "-Dsurefire.rerunFailingTestsCount=1");

        Report report = ReportFiles.read(directory.resolve("bpf-iterator/report.json"));
        assertThat(report.tests()).hasSize(3).allSatisfy(test -> assertThat(test.results())
                .hasSize(2));
        assertThat(report.count(Report.Status.FAILED)).isEqualTo(1);
        assertThat(report.tests())
                .filteredOn(test -> test.name().equals("failsOnceInSecond()"))
                .singleElement()
                .satisfies(test -> assertThat(test.results().get(1).isFlaky()).isTrue());
    }

    @Test
    void dynamic_tests_that_the_report_leaves_out_are_counted_in_the_xml_reports() throws Exception {
        SurefireRun run = run(
                "Dynamic",
                "-Dbpfiterator.environments=host",
                "-Dbpfiterator.report.rows=20",
                "-Dbpfiterator.agent.jvm=-Dfixtures.dynamic=300");

        assertThat(Files.readString(directory.resolve("surefire-reports/TEST-" + Dynamic.class.getName() + ".xml")))
                .contains("tests=\"300\" errors=\"0\" skipped=\"0\" failures=\"1\"");
        assertThat(run.log()).contains("Tests run: 300, Failures: 1, Errors: 0, Skipped: 0");
    }

    /** Surefire escapes what XML cannot contain, so what is left to test is that nothing here hides it. */
    @Test
    void whatever_a_test_prints_the_xml_reports_can_be_parsed_and_contain_it() throws Exception {
        SurefireRun run = run("AnyOutput", "-Dbpfiterator.environments=host");

        assertThat(run.outcomes())
                .hasSize(5)
                .contains(
                        entry("AnyOutput.prints()[host]", "passed"),
                        entry("AnyOutput.printsALongLine()[host]", "passed"),
                        entry("AnyOutput.publishes(TestReporter)[host]", "passed"),
                        entry("AnyOutput.fails()[host]", "error"));
        String xml = Files.readString(directory.resolve("surefire-reports/TEST-" + AnyOutput.class.getName() + ".xml"));
        assertThat(xml.replaceAll("(?s)<!\\[CDATA\\[.*?]]>", "").contains("<script>"))
                .isFalse();
        assertThat(xml.contains("x".repeat(10 << 20))).isTrue();
        Report.Result failed = ReportFiles.read(directory.resolve("bpf-iterator/report.json")).tests().stream()
                .filter(test -> test.name().equals("fails()"))
                .findFirst()
                .orElseThrow()
                .results()
                .get(0);
        // UTF-8 has no lone surrogates, and XML has neither those nor the two characters after U+FFFD.
        assertThat(failed.failure().message())
                .isEqualTo(AnyOutput.TEXT.replaceAll("\\p{Cs}", "?").replaceAll("[\ufffe\uffff]", "\ufffd"));
    }

    @Test
    void no_failure_of_a_class_leaves_the_build_green() throws Exception {
        SurefireRun run = run("Lifecycle$Fails*", "-Dbpfiterator.environments=host");

        assertThat(run.outcomes())
                .containsOnly(
                        entry("Lifecycle$FailsBefore.one()[host]", "error"),
                        entry("Lifecycle$FailsBefore.two()[host]", "error"),
                        entry("Lifecycle$FailsBefore$Inner.three()[host]", "error"),
                        entry("Lifecycle$FailsAfter.one()[host]", "passed"),
                        entry("Lifecycle$FailsAfter.lifecycle of the class[host]", "error"));
        assertThat(run.succeeded()).isFalse();
    }

    @Test
    void no_failure_after_all_classes_leaves_the_build_green() throws Exception {
        SurefireRun run = run("Lifecycle$CannotClose", "-Dbpfiterator.environments=host");

        assertThat(run.outcomes())
                .containsOnly(
                        entry("Lifecycle$CannotClose.one()[host]", "passed"),
                        entry("HarnessEngine.lifecycle of the environment[host]", "error"));
        assertThat(run.succeeded()).isFalse();
        assertThat(run.log()).contains("no end");
    }

    @Test
    @NeedsPrivilege
    void no_failure_of_an_environment_leaves_the_build_green() throws Exception {
        SurefireRun run = run("Pids", "-Dbpfiterator.environments=host,faulty:refused");

        assertThat(run.outcomes())
                .containsOnly(
                        entry("Pids.hasATag()[host]", "passed"),
                        entry("Pids.listsThisProcess(IteratorReader)[host]", "passed"),
                        entry("Pids.hasATag()[faulty:refused]", "error"),
                        entry("Pids.listsThisProcess(IteratorReader)[faulty:refused]", "error"));
        assertThat(run.succeeded()).isFalse();
        assertThat(run.log()).contains("This environment cannot be started. Use another.");
    }

    @Test
    void an_agent_that_a_test_ends_leaves_the_build_red() throws Exception {
        SurefireRun run = run("Fatal$Exits", "-Dbpfiterator.environments=host");

        assertThat(run.outcomes())
                .containsOnly(
                        entry("Fatal$Exits.before()[host]", "passed"),
                        entry("Fatal$Exits.exits()[host]", "error"),
                        entry("Fatal$Exits.after()[host]", "error"));
        assertThat(run.succeeded()).isFalse();
    }

    @Test
    void tags_methods_and_invocations_are_what_they_are_elsewhere() throws Exception {
        SurefireRun run = run("EveryKind,Pids", "-Dbpfiterator.environments=host", "-Dgroups=quick");

        assertThat(run.outcomes()).containsOnly(entry("Pids.hasATag()[host]", "passed"));
        assertThat(run.succeeded()).isTrue();
    }

    @Test
    void output_belongs_to_the_test_that_printed_it() throws Exception {
        SurefireRun run = run("EveryKind#prints+parameterized", "-Dbpfiterator.environments=host");

        assertThat(run.outcomes())
                .containsOnlyKeys(
                        "EveryKind.prints()[host]",
                        "EveryKind.parameterized(int)[1][host]",
                        "EveryKind.parameterized(int)[2][host]");
        assertThat(directory.resolve("surefire-reports")).isDirectoryContaining("glob:**/TEST-*EveryKind.xml");
        assertThat(directory.resolve(
                        "surefire-reports/TEST-io.bpfiterator.harness.internal.engine.fixtures.EveryKind.xml"))
                .content(StandardCharsets.UTF_8)
                .contains("größer", "without an end of line");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            environments=vm6.1 | Unknown environment "vm6.1". Known environments are
            environments=,     | bpfiterator.environments is ",": it must be a comma-separated list of environments.
            enviroments=host   | Unknown setting bpfiterator.enviroments. Did you mean bpfiterator.environments?
            vm.memory=12x      | bpfiterator.vm.memory is "12x": it must be a whole number of megabytes between 256 and
            """)
    void a_wrong_setting_is_one_failure_that_says_what_is_right(String setting, String sentence) throws Exception {
        SurefireRun run = run("Pids,Plain", "-Dbpfiterator." + setting);

        assertThat(run.outcomes())
                .containsOnly(entry("Plain.adds", "passed"), entry("HarnessEngine.settings", "error"));
        assertThat(run.succeeded()).isFalse();
        assertThat(run.log()).contains("BUILD FAILURE", "HarnessEngine.settings", sentence);
        assertThat(directory.resolve("surefire-reports")).isDirectoryNotContaining("glob:**.dump*");
    }

    @Test
    void a_wrong_setting_is_one_failure_also_where_no_test_uses_bpf_and_where_failures_are_run_again()
            throws Exception {
        SurefireRun run = run("Plain", "-Dbpfiterator.environments=vm6.1", "-Dsurefire.rerunFailingTestsCount=1");

        assertThat(run.outcomes())
                .containsEntry("Plain.adds", "passed")
                .hasEntrySatisfying(
                        "HarnessEngine.settings", outcome -> assertThat(outcome).startsWith("error"))
                .hasSize(2);
        assertThat(run.succeeded()).isFalse();
        assertThat(run.log())
                .contains("Unknown environment \"vm6.1\". Known environments are ", ". Did you mean vm:6.1?");
    }

    private SurefireRun run(String tests, String... properties) throws Exception {
        String[] all = Arrays.copyOf(properties, properties.length + 1);
        all[properties.length] = "-Dfixtures.flaky=" + directory.resolve("flaky");
        return SurefireRun.of(directory, tests, all);
    }
}
