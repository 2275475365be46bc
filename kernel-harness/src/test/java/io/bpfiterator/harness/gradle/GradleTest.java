// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.gradle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.engine.fixtures.EveryKind;
import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.support.Slow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Gradle sees of the engine, with a reproduction of its calls of the launcher. */
@Slow
class GradleTest {

    private static final String FIXTURES = EveryKind.class.getPackageName() + ".";

    @TempDir
    private Path directory;

    @Test
    void each_test_is_below_its_class_and_named_with_its_environment() throws Exception {
        assertThat(run("", "Environmental", "Plain"))
                .containsExactlyInAnyOrder(
                        "Environmental > failsInSecond()[host] SUCCESSFUL",
                        "Environmental > failsOnceInSecond()[host] SUCCESSFUL",
                        "Environmental > passes()[host] SUCCESSFUL",
                        "Environmental > failsInSecond()[second] FAILED",
                        "Environmental > failsOnceInSecond()[second] FAILED",
                        "Environmental > passes()[second] SUCCESSFUL",
                        "Plain > adds() SUCCESSFUL");
    }

    @Test
    void a_filter_selects_a_method_in_all_environments() throws Exception {
        assertThat(run("Environmental.passes", "Environmental", "EveryKind", "Plain"))
                .containsExactlyInAnyOrder(
                        "Environmental > passes()[host] SUCCESSFUL", "Environmental > passes()[second] SUCCESSFUL");
    }

    /** With {@code forkEvery = 1}, and the name of the run that the documented block sets. */
    @Test
    void forks_have_one_report() throws Exception {
        run("", "Environmental");
        run("EveryKind.plain", "EveryKind");

        Report report = ReportFiles.read(directory.resolve("bpf-iterator/report.json"));
        assertThat(report.tests())
                .extracting(Report.Test::name)
                .containsExactlyInAnyOrder("failsInSecond()", "failsOnceInSecond()", "passes()", "plain()");
    }

    private List<String> run(String filter, String... classes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dbpfiterator.environments=host,second",
                "-Dbpfiterator.build=one run of Gradle",
                "-Dfixtures.flaky=" + directory.resolve("flaky"),
                "-Djunit.jupiter.displayname.generator.default="
                        + "org.junit.jupiter.api.DisplayNameGenerator$Standard",
                "-Djunit.platform.reporting.output.dir=" + directory,
                "-classpath",
                System.getProperty("java.class.path"),
                GradleWorker.class.getName(),
                filter));
        Stream.of(classes).map(FIXTURES::concat).forEach(command::add);
        Process worker = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(worker.waitFor()).as(output).isZero();
        return output.lines()
                .filter(line -> line.startsWith(GradleWorker.PREFIX))
                .map(line -> line.substring(GradleWorker.PREFIX.length()))
                .toList();
    }
}
