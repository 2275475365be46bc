// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.surefire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.bpfiterator.support.NeedsPrivilege;
import io.bpfiterator.support.RefusingKernel;
import io.bpfiterator.support.Slow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build on a kernel that refuses iterators over tasks, while {@code bpfiterator.environments} is not set. */
@Slow
@NeedsPrivilege
class AutoTest {

    private static final String AUTO_LINE = "bpf-iterator: auto: this kernel refuses task (EPERM): using second";

    /** Stands in for a machine. */
    private static final String MACHINE = "-Dbpfiterator.auto.machine=second";

    @TempDir
    private Path directory;

    @BeforeEach
    void make_directories() throws Exception {
        Files.createDirectories(directory.resolve("library"));
    }

    @Nested
    class WithoutTheParameter {

        @Test
        void classes_that_use_bpf_run_in_the_machine_and_others_do_not() throws Exception {
            SurefireRun run = run("Pids,Plain", MACHINE);

            assertThat(run.outcomes())
                    .containsOnlyKeys(
                            "Pids.hasATag()[second]", "Pids.listsThisProcess(IteratorReader)[second]", "Plain.adds")
                    .containsEntry("Plain.adds", "passed");
            assertThat(said(run.log())).contains(AUTO_LINE);
            assertThat(said(Files.readString(directory.resolve("bpf-iterator/report.json"))))
                    .contains("chosen by auto: this kernel refuses task (EPERM)");
        }

        @Test
        void a_class_that_may_run_nowhere_else_stays_in_this_jvm() throws Exception {
            assertThat(run("Annotated$InThisJvm", MACHINE).outcomes())
                    .containsOnly(entry("Annotated$InThisJvm.one", "passed"));
        }

        @Test
        void a_suite_without_bpf_is_not_asked_for() throws Exception {
            SurefireRun run = run("Plain", MACHINE);

            assertThat(run.outcomes()).containsOnly(entry("Plain.adds", "passed"));
            assertThat(run.log()).doesNotContain("auto:");
            assertThat(directory.resolve("cache/auto")).doesNotExist();
        }

        @Test
        void strict_fails_here_with_the_sentence_that_names_the_parameter() throws Exception {
            assertStaysAndNamesTheParameter(run("Pids#listsThisProcess", MACHINE, "-Dbpfiterator.strict=true"));
        }

        @Test
        void a_debugger_keeps_the_tests_here() throws Exception {
            assertStaysAndNamesTheParameter(run(
                    "Pids#listsThisProcess",
                    MACHINE,
                    "-DargLine=-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"));
        }

        private void assertStaysAndNamesTheParameter(SurefireRun run) {
            assertThat(run.outcomes()).containsOnly(entry("Pids.listsThisProcess(IteratorReader)", "error"));
            assertThat(run.log()).contains("Run on another kernel: bpfiterator.environments = vm:6.12.");
        }

        @Test
        void a_machine_that_cannot_be_started_fails_with_both_reasons() throws Exception {
            SurefireRun run = run("Pids", "-Dbpfiterator.auto.machine=faulty:refused");

            assertThat(run.outcomes())
                    .containsOnly(
                            entry("Pids.hasATag()[faulty:refused]", "error"),
                            entry("Pids.listsThisProcess(IteratorReader)[faulty:refused]", "error"));
            assertThat(said(run.log()))
                    .contains("These tests cannot run here: this kernel refuses task (EPERM), and faulty:refused, which"
                            + " auto uses instead, cannot be started. This environment cannot be started");
        }

        @Test
        void a_machine_that_cannot_be_started_skips_where_that_is_asked_for() throws Exception {
            SurefireRun run =
                    run("Pids", "-Dbpfiterator.auto.machine=faulty:refused", "-Dbpfiterator.unavailable=skip");

            assertThat(run.outcomes())
                    .containsOnly(
                            entry("Pids.hasATag()[faulty:refused]", "skipped"),
                            entry("Pids.listsThisProcess(IteratorReader)[faulty:refused]", "skipped"));
        }
    }

    @Nested
    class WithTheParameter {

        @Test
        void none_keeps_all_in_this_jvm() throws Exception {
            assertThat(run("Pids,Plain", MACHINE, "-Dbpfiterator.environments=none")
                            .outcomes())
                    .containsOnlyKeys("Pids.hasATag", "Pids.listsThisProcess(IteratorReader)", "Plain.adds");
        }

        @Test
        void auto_and_the_machine_itself_are_one() throws Exception {
            SurefireRun run = run("Pids#hasATag", MACHINE, "-Dbpfiterator.environments=second,auto,host");

            assertThat(run.outcomes())
                    .containsOnly(entry("Pids.hasATag()[second]", "passed"), entry("Pids.hasATag()[host]", "passed"));
            assertThat(said(run.log())).contains(AUTO_LINE);
        }
    }

    /** Leaves out what this machine's kernel itself refuses. */
    private static String said(String text) {
        return text.replaceAll("this kernel refuses (\\w+, )+task \\(", "this kernel refuses task (");
    }

    private SurefireRun run(String tests, String... properties) throws Exception {
        List<String> all = new ArrayList<>(Arrays.asList(properties));
        all.add("-Dbpfiterator.cache=" + directory.resolve("cache"));
        return SurefireRun.of(
                directory,
                RefusingKernel.variables(directory.resolve("library"), "task"),
                tests,
                all.toArray(String[]::new));
    }
}
