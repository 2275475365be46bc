// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bpfiterator.harness.internal.cli.Commands.Result;
import io.bpfiterator.harness.internal.report.ReportFiles;
import io.bpfiterator.harness.internal.report.Reports;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMachines;
import io.bpfiterator.support.NeedsMapIterators;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the jar and the launcher that {@code mvn package} creates. */
class RunnableJarIT {

    private static final Path LAUNCHER = Path.of("target/bpf-iterator").toAbsolutePath();

    @Test
    @NeedsKernel
    @NeedsMapIterators
    void pins(@TempDir Path temporary) throws Exception {
        try (PinFixture fixture = new PinFixture(temporary)) {
            Path directory = fixture.newDirectory();

            assertThat(fixture.run(
                            List.of(LAUNCHER.toString()), directory, "iter pin {obj}/cli_map.bpf.o it map id {id}"))
                    .isEqualTo(new Result(0, "", ""));
            assertThat(PinFixture.contents(directory)).isEqualTo(Map.of("it", "7: 42\n"));
        }
    }

    @Test
    @NeedsMachines
    void runs_a_command_on_another_kernel(@TempDir Path directory) {
        Result result = Commands.run(directory, List.of(LAUNCHER.toString()), "shell", "vm:5.10", "--", "uname", "-r");

        assertThat(result.output()).as(result.errors()).startsWith("5.10.");
        assertThat(result.exitStatus()).isZero();
    }

    @Test
    void starts_from_an_archive_after_the_first_run(@TempDir Path cache) throws Exception {
        List<String> launcher = List.of("/usr/bin/env", "XDG_CACHE_HOME=" + cache, LAUNCHER.toString());

        Result first = Commands.run(cache, launcher, "help");

        Path files = cache.resolve("bpf-iterator/command");
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(files).isDirectoryContaining("glob:**.arguments"));
        assertThat(files).isDirectoryContaining("glob:**.{jsa,aot}");
        assertThat(Commands.run(cache, launcher, "help")).isEqualTo(first);
        assertThat(Commands.run(cache, launcher, "version").output()).contains("using libbpf 1.");
    }

    @Test
    void prints_its_version(@TempDir Path directory) {
        assertThat(Commands.run(directory, List.of(LAUNCHER.toString()), "-V").output())
                .matches("bpf-iterator \\d+\\.\\d+\\.\\d+.*\nusing libbpf 1\\.\\d+\n");
        assertThat(Commands.run(directory, List.of(LAUNCHER.toString()), "-j", "version")
                        .output())
                .matches("\\{\"version\":\"\\d+\\.\\d+\\.\\d+.*\",\"libbpf_version\":\"1\\.\\d+\"\\}\n");
    }

    @Test
    @NeedsKernel
    void examines_the_machine(@TempDir Path directory) {
        Result result = Commands.run(directory, List.of(LAUNCHER.toString()), "-p", "doctor");

        assertThat(result.exitStatus()).as(result.output()).isZero();
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void merges_reports(@TempDir Path directory) {
        ReportFiles.write(directory.resolve("job"), Reports.passed("host", "6.1", "one"));

        assertThat(Commands.run(directory, List.of(LAUNCHER.toString()), "report", "merge", "job", "--output", "all"))
                .isEqualTo(new Result(
                        0, "1 report, 1 environment, 1 test passed, 0 failed, 0 skipped: all/report.html\n", ""));
        assertThat(directory.resolve("all/report.html")).hasSameBinaryContentAs(directory.resolve("job/report.html"));
    }

    @Test
    void contains_only_the_libraries_that_the_command_requires() throws Exception {
        try (JarFile jar = new JarFile(LAUNCHER + ".jar")) {
            assertThat(jar.getManifest().getMainAttributes())
                    .extractingByKey(new Attributes.Name("Enable-Native-Access"))
                    .isEqualTo("ALL-UNNAMED");
            assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class")))
                    .allMatch(name -> name.matches("(META-INF/versions/\\d+/)?(io/bpfiterator|picocli|com/google/gson"
                            + "|com/sun/jna|com/github/luben/zstd|org/tukaani/xz"
                            + "|org/apache/commons/(compress|io|lang3))/.*"));
        }
    }
}
