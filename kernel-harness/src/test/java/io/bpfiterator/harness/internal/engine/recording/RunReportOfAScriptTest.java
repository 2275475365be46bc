// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.Report.Status;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.Outcome;
import io.bpfiterator.harness.support.FaultyProvider;
import io.bpfiterator.harness.support.Runs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;

/** The report of a run in which an agent says that one of two tests has passed. */
class RunReportOfAScriptTest {

    private static final String TEST = "[engine:junit-jupiter]/[class:" + Pids.class.getName() + "]/[method:hasATag()]";

    @TempDir
    private Path directory;

    @BeforeEach
    void follow() {
        FaultyProvider.follow(agent -> {
            agent.start();
            agent.send(new Message.Started(TEST));
            agent.send(new Message.Finished(TEST, new Outcome(TestExecutionResult.Status.SUCCESSFUL, null), 7));
            agent.send(new Message.Ended(null, List.of()));
        });
    }

    /** Runs the tests and returns what was printed to standard error. */
    private static String run(String environments, Map<String, String> settings) {
        Map<String, String> configuration = new HashMap<>(settings);
        configuration.put(Runs.ENVIRONMENTS, environments);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PrintStream real = System.err;
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            Runs.with(configuration, selectClass(Pids.class));
        } finally {
            System.setErr(real);
        }
        return errors.toString(StandardCharsets.UTF_8);
    }

    private Map<String, String> to(Path named) {
        return Map.of("bpfiterator.report.directory", named.toString());
    }

    @Test
    void is_written_to_the_named_directory_once() {
        String errors = run("scripted", to(directory));

        Report report = ReportFiles.read(directory.resolve("report.json"));
        assertThat(report.count(Status.PASSED)).isEqualTo(1);
        assertThat(report.count(Status.FAILED)).isEqualTo(1);
        assertThat(report.tests().stream().flatMap(test -> test.results().stream()))
                .anySatisfy(result -> assertThat(result.milliseconds()).isEqualTo(7));
        assertThat(errors.lines().filter(line -> line.startsWith("bpf-iterator: report: ")))
                .containsExactly("bpf-iterator: report: " + directory.resolve("report.html"));
    }

    @Test
    void is_written_to_junits_output_directory_by_default() throws IOException {
        Path file = Runs.FILES.resolve("bpf-iterator/report.json");
        Files.deleteIfExists(file);

        run("scripted", Map.of());

        assertThat(ReportFiles.read(file).tests()).hasSize(2);
    }

    @Test
    void says_what_the_environment_is() {
        run("scripted", to(directory));

        Report.Environment environment = ReportFiles.read(directory.resolve("report.json"))
                .environments()
                .get(0);
        Message.Hello own = Message.Hello.ofThisJvm();
        assertThat(environment.wasStarted()).isTrue();
        assertThat(environment.platform().kernel()).isEqualTo(own.kernel());
        assertThat(environment.platform().java()).isEqualTo(own.java());
        assertThat(environment.platform().description()).isEqualTo("an agent that follows a script");
        assertThat(environment.console()).contains("a last line");
    }

    @Test
    void says_why_an_environment_did_not_start_or_was_lost() {
        run("faulty:refused", to(directory.resolve("refused")));
        FaultyProvider.follow(agent -> {
            agent.start();
            agent.send(new Message.Started(TEST));
        });
        run("scripted", to(directory.resolve("lost")));

        assertThat(environmentIn("refused").failure()).startsWith("This environment cannot be started");
        assertThat(environmentIn("lost").failure()).contains("scripted");
        assertThat(environmentIn("lost").console()).isEqualTo("a last line");
    }

    private Report.Environment environmentIn(String name) {
        return ReportFiles.read(directory.resolve(name).resolve("report.json"))
                .environments()
                .get(0);
    }

    @Test
    void replaces_that_of_another_build_than_the_settings_name() throws IOException {
        assertThat(environmentsAfter("one", "scripted")).containsExactly("scripted");
        assertThat(environmentsAfter("one", "faulty:refused")).containsExactlyInAnyOrder("scripted", "faulty:refused");
        assertThat(environmentsAfter("other", "faulty:refused")).containsExactly("faulty:refused");
    }

    private List<String> environmentsAfter(String build, String environment) throws IOException {
        Map<String, String> settings = new HashMap<>(to(directory));
        settings.put("bpfiterator.build", build);
        run(environment, settings);
        // As if this JVM had started later.
        Files.setLastModifiedTime(directory.resolve("report.json"), FileTime.from(Instant.EPOCH));
        return ReportFiles.read(directory.resolve("report.json")).environments().stream()
                .map(Report.Environment::name)
                .toList();
    }

    @Test
    void is_not_written_without_environments() {
        run("none", to(directory));

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void that_cannot_be_written_is_reported() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(run("scripted", to(file))).contains("bpf-iterator: Cannot write the report to " + file + ": ");
    }
}
