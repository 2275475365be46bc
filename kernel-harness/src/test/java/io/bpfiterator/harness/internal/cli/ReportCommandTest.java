// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.bpfiterator.harness.internal.cli.Commands.Result;
import io.bpfiterator.harness.internal.report.Build;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.harness.internal.report.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

    @TempDir
    private Path directory;

    private Path jobs;
    private Path merged;

    @BeforeEach
    void write_the_reports_of_two_jobs() {
        jobs = directory.resolve("jobs");
        merged = directory.resolve("merged");
        ReportFiles.write(jobs.resolve("job 1/target"), Reports.passed("host", "6.1", "one", "two"));
        ReportFiles.write(jobs.resolve("job 2"), Reports.passed("vm:5.10", "5.10", "one"));
    }

    @Nested
    class Merging {

        @Test
        void finds_the_reports_below_a_directory_and_writes_three_files() {
            Result result = merge(jobs.toString());

            assertThat(result)
                    .isEqualTo(new Result(
                            0,
                            "2 reports, 2 environments, 3 tests passed, 0 failed, 0 skipped: "
                                    + merged.resolve("report.html") + "\n",
                            ""));
            assertThat(ReportFiles.read(merged.resolve("report.json")).environments())
                    .extracting(environment -> environment.name())
                    .containsExactly("host", "vm:5.10");
            assertThat(merged.resolve("summary.md")).content().startsWith("## BPF iterator tests: 3 passed");
            assertThat(merged.resolve("report.html")).content().startsWith("<!DOCTYPE html>");
        }

        @Test
        void accepts_files_and_reads_each_once() {
            Path file = jobs.resolve("job 2/report.json");

            assertThat(merge(file.toString(), file.toString(), jobs.toString()).output())
                    .startsWith("2 reports, 2 environments, 3 tests passed");
        }

        @Test
        void ignores_its_own_result() {
            merged = jobs.resolve("merged");

            assertThat(merge(jobs.toString())).isEqualTo(merge(jobs.toString()));
        }

        @Test
        void skips_other_files_with_the_same_name() throws IOException {
            Path other = Files.writeString(jobs.resolve("job 1/report.json"), "{\"tool\": \"another\"}");

            Result result = merge(jobs.toString());

            assertThat(result.output()).startsWith("2 reports");
            assertThat(result.errors())
                    .isEqualTo("Skipped, because it is not a report of bpf-iterator: " + other + "\n");
        }

        @Test
        void skips_what_an_earlier_build_left_in_place() {
            Path stale = writeOf("first", "module a");
            writeOf("second", "module b");

            Result result = merge(jobs.toString());

            assertThat(result.output()).startsWith("3 reports");
            assertThat(result.errors()).isEqualTo("Skipped, because an earlier build wrote it: " + stale + "\n");
            assertThat(merge(stale.toString(), jobs.toString()).output()).startsWith("4 reports");
        }

        @Test
        void accepts_copies_of_what_several_builds_wrote() throws IOException {
            for (String build : List.of("first", "second")) {
                Path file = writeOf(build, "module");
                Path copy = Files.createDirectories(jobs.resolve("copy of " + build));
                Files.move(file, copy.resolve("report.json"));
                Files.move(file.resolveSibling(".build"), copy.resolve(".build"));
            }

            assertThat(merge(jobs.toString()).output()).startsWith("4 reports");
        }

        /** Writes a report as a test run of a build does, and returns its file. */
        private Path writeOf(String build, String module) {
            Path target = jobs.resolve(module).resolve("target");
            ReportFiles.writeOf(new Build(build, "/root"), Instant.MAX, target, Reports.passed("host", "6.1", module));
            return target.resolve("report.json");
        }

        @Test
        void writes_below_the_current_directory_by_default() {
            Commands.run(directory, Commands.OURS, "report", "merge", "jobs");

            assertThat(directory.resolve("bpf-iterator-report"))
                    .isDirectoryContaining("glob:**/report.json")
                    .isDirectoryContaining("glob:**/report.html")
                    .isDirectoryContaining("glob:**/summary.md");
        }

        @Test
        void prints_json() {
            JsonObject json = JsonParser.parseString(
                            Commands.runHere("-j", "rep", "mer", jobs.toString(), "--out", merged.toString())
                                    .output())
                    .getAsJsonObject();

            assertThat(json)
                    .hasToString("{\"reports\":2,\"environments\":2,\"passed\":3,\"failed\":0,\"skipped\":0,\"page\":\""
                            + merged.resolve("report.html") + "\"}");
        }
    }

    @Nested
    class Merging_fails {

        @Test
        void without_an_argument() {
            Result result = Commands.runHere("report", "merge");

            assertThat(result.errors()).contains("FILE|DIRECTORY", "See: bpf-iterator report merge --help");
            assertThat(result.exitStatus()).isEqualTo(255);
        }

        @Test
        void without_a_report() throws IOException {
            Path empty = Files.createDirectory(directory.resolve("empty"));

            fails(merge(empty.toString()), "There is no report.json of bpf-iterator in " + empty + " or below it. ");
            fails(
                    merge(directory.resolve("nothing").toString()),
                    "There is no report " + directory.resolve("nothing") + ". Give the path of a report.json.");
        }

        @Test
        void if_a_file_is_not_a_report() throws IOException {
            Path file = Files.writeString(directory.resolve("report.json"), "{}");

            fails(merge(file.toString()), "Cannot read the report " + file.toRealPath() + ": its \"format\" is not ");
        }

        @Test
        void if_a_report_has_another_version() throws IOException {
            Path file = jobs.resolve("job 2/report.json");
            Files.writeString(file, Files.readString(file).replace("\"version\":1", "\"version\":7"));

            fails(
                    merge(jobs.toString()),
                    "Cannot read the report " + file.toRealPath()
                            + ": its version is 7, and this bpf-iterator supports version 1. ");
        }

        @Test
        void if_the_report_cannot_be_written() throws IOException {
            Files.writeString(merged, "a file");

            fails(merge(jobs.toString()), "Cannot write the report to " + merged + ": ");
        }

        private void fails(Result result, String message) {
            assertThat(result.errors()).startsWith("Error: " + message);
            assertThat(result.output()).isEmpty();
            assertThat(result.exitStatus()).isEqualTo(255);
        }
    }

    @Test
    void help_says_that_failed_tests_do_not_affect_the_exit_status() {
        assertThat(Commands.runHere("report", "merge", "--help").output())
                .contains("Failed tests do not affect the exit status");
    }

    private Result merge(String... sources) {
        String[] arguments = new String[sources.length + 4];
        arguments[0] = "report";
        arguments[1] = "merge";
        System.arraycopy(sources, 0, arguments, 2, sources.length);
        arguments[sources.length + 2] = "--output";
        arguments[sources.length + 3] = merged.toString();
        return Commands.runHere(arguments);
    }
}
