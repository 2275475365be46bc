// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.surefire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.support.NeedsPrivilege;
import io.bpfiterator.support.Slow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of a build has one report, however many JVMs Maven starts for it. */
@Slow
class WholeReportTest {

    private static final String CLASSES = "Environmental,EveryKind,Failing,Publishing";

    @TempDir
    private Path directory;

    @Test
    void has_the_tests_of_all_forks() throws Exception {
        run(CLASSES, "-DforkCount=1", "-DreuseForks=true");
        List<String> oneFork = names(report());

        run(CLASSES, "-DforkCount=1", "-DreuseForks=false");

        assertThat(oneFork).hasSizeGreaterThan(15);
        assertThat(names(report())).containsExactlyInAnyOrderElementsOf(oneFork);
    }

    /** As with Surefire and then Failsafe. */
    @Test
    void has_the_tests_of_all_executions_of_the_plugin() throws Exception {
        run("Environmental", "surefire:test@again", "-Dtest.again=EveryKind");

        assertThat(classes(report())).contains("Environmental", "EveryKind");
    }

    @Test
    void has_no_tests_of_an_earlier_build() throws Exception {
        run("Environmental");
        run("EveryKind#plain");

        assertThat(classes(report())).containsExactly("EveryKind");
    }

    @Test
    void has_the_tests_of_runs_that_the_user_gives_one_name() throws Exception {
        run("Environmental", "-Dbpfiterator.build=nightly");
        run("EveryKind#plain", "-Dbpfiterator.build=nightly");

        assertThat(classes(report())).containsExactly("Environmental", "EveryKind");
    }

    @Test
    @NeedsPrivilege
    void has_the_tests_of_a_suite() throws Exception {
        run("Suites,Environmental");

        assertThat(classes(report())).containsExactly("Environmental", "Pids");
    }

    @Test
    void marks_a_test_that_passed_only_when_it_ran_again() throws Exception {
        run(
                "Environmental#failsOnceInSecond+passes",
                "-Dbpfiterator.environments=second",
                "-Dsurefire.rerunFailingTestsCount=1");

        assertThat(report().flaky()).isEqualTo(1);
        assertThat(directory.resolve("bpf-iterator/summary.md"))
                .content()
                .contains("2 passed (1 flaky), 0 failed", "### 1 flaky test", "the first time");
    }

    private void run(String tests, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("-Dfixtures.flaky=" + directory.resolve("flaky"));
        if (all.stream().noneMatch(argument -> argument.startsWith("-Dbpfiterator.environments="))) {
            all.add("-Dbpfiterator.environments=host");
        }
        SurefireRun.of(directory, tests, all.toArray(String[]::new));
    }

    private Report report() {
        return ReportFiles.read(directory.resolve("bpf-iterator/report.json"));
    }

    private static List<String> names(Report report) {
        return report.tests().stream()
                .map(test -> test.className() + " " + test.name())
                .toList();
    }

    private static Set<String> classes(Report report) {
        Set<String> classes = new TreeSet<>();
        for (Report.Test test : report.tests()) {
            classes.add(test.className().replaceFirst(".*[.]", "").replaceFirst("[$].*", ""));
        }
        return classes;
    }
}
