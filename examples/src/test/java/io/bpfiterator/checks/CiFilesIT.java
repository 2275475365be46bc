// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static io.bpfiterator.support.TextFiles.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.NeedsPrivilege;
import io.bpfiterator.support.Slow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands in the workflow files work in a new project. Those that change the machine are left out: they install
 * packages, create a user and start an engine.
 */
@Slow
@NeedsPrivilege
class CiFilesIT {

    private static final Path DOCS = Path.of("").toAbsolutePath().resolveSibling("docs/ci");

    private static final List<String> CHANGE_THE_MACHINE =
            List.of("apt-get", "useradd", "/run/podman", "--file .bpf-iterator");

    private static final Map<String, String> VALUES = Map.of(
            "${{ matrix.environment }}", "host",
            "${{ matrix.user }}", "root",
            "host,vm:5.10,vm:newest", "host");

    @TempDir
    private Path directory;

    private UserProject project;

    @BeforeEach
    void write_a_project() throws Exception {
        project = UserProject.init(Files.createDirectory(directory.resolve("project")));
        project.useJars();
    }

    @Nested
    class The_workflow_of_a_new_project {

        private final List<String> steps = CiSteps.ofGithub(
                Path.of("../kernel-harness/target/classes/io/bpfiterator/harness/internal/cli/init")
                        .resolve("github.yml"),
                "test");

        @Test
        void runs_the_test_and_writes_the_summary() throws Exception {
            run(steps, true);

            assertThat(summary()).startsWith("## BPF iterator tests: 1 passed, 0 failed");
        }

        @Test
        void marks_a_failed_test() throws Exception {
            String test = "src/test/java/org/example/TasksTest.java";
            project.write(test, read(project.directory().resolve(test)).replace(".contains(pid)", ".contains(-1)"));

            assertThat(run(steps, false))
                    .contains("::error title=org.example.TasksTest.listsThisProcess(IteratorReader)::failed in host\n");
        }
    }

    @Test
    void the_jobs_for_github_run_the_tests_and_merge_the_reports() throws Exception {
        run(CiSteps.ofGithub(DOCS.resolve("github.yml"), "test"), true);
        upload("report-0");
        run(
                CiSteps.ofGithub(DOCS.resolve("github.yml"), "container").stream()
                        .map(step -> step.replace("=container", "=host"))
                        .toList(),
                true);
        upload("report-container");
        run(CiSteps.ofGithub(DOCS.resolve("github.yml"), "report"), true);

        assertThat(summary()).startsWith("## BPF iterator tests: 2 passed, 0 failed");
    }

    @Test
    void the_jobs_for_gitlab_run_the_tests_and_merge_the_reports() throws Exception {
        run(CiSteps.ofGitlab(DOCS.resolve("gitlab.yml"), "bpf-iterators"), true);
        run(CiSteps.ofGitlab(DOCS.resolve("gitlab.yml"), "bpf-report"), true);

        assertThat(project.directory().resolve("merged/summary.md"))
                .content()
                .startsWith("## BPF iterator tests: 1 passed, 0 failed");
    }

    private String summary() {
        return read(directory.resolve("summary"));
    }

    /** Does what the actions that upload and download artifacts do. */
    private void upload(String artifact) throws IOException {
        Path report = Path.of("target/bpf-iterator/report.json");
        Path copy = project.directory().resolve("reports").resolve(artifact).resolve(report);
        Files.createDirectories(copy.getParent());
        Files.copy(project.directory().resolve(report), copy);
    }

    /** Runs all steps, also those after one that fails, and returns what they print. */
    private String run(List<String> steps, boolean succeed) throws Exception {
        StringBuilder printed = new StringBuilder();
        boolean succeeded = true;
        for (String step : steps) {
            if (CHANGE_THE_MACHINE.stream().noneMatch(step::contains)) {
                Process shell = start(substituted(step));
                printed.append(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                succeeded &= shell.waitFor() == 0;
            }
        }
        assertThat(succeeded).as(printed.toString()).isEqualTo(succeed);
        return printed.toString();
    }

    private static String substituted(String step) {
        String text = step;
        for (Map.Entry<String, String> value : VALUES.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        assertThat(text).doesNotContain("${{");
        return text;
    }

    private Process start(String script) throws IOException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", script)
                .directory(project.directory().toFile())
                .redirectErrorStream(true);
        shell.environment()
                .putAll(Map.of(
                        "GITHUB_STEP_SUMMARY",
                        directory.resolve("summary").toString(),
                        "RUNNER_TEMP",
                        directory.toString(),
                        "ENVIRONMENT",
                        "host",
                        "CI_NODE_INDEX",
                        "1"));
        return shell.start();
    }
}
