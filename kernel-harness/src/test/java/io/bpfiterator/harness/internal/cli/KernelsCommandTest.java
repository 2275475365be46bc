// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.bpfiterator.harness.internal.cli.Commands.Result;
import io.bpfiterator.harness.internal.kernel.CachedKernel;
import io.bpfiterator.harness.spi.Kernel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelsCommandTest {

    @Nested
    class Without_a_kernel_in_the_cache {

        @TempDir
        private Path cache;

        @Test
        void list_names_the_series_that_can_be_fetched() {
            assertThat(kernels("list").output().lines()).contains("vm:5.10    not fetched", "vm:newest  not fetched");
        }

        @Test
        void list_is_an_empty_array_in_json() {
            assertThat(JsonParser.parseString(kernels("list", "-j").output()).getAsJsonArray())
                    .isEmpty();
        }

        @Test
        void prune_removes_nothing() {
            assertThat(kernels("prune", "--all").output()).isEqualTo("Removed kernels: 0 (0 MB), snapshots: 0 MB\n");
        }

        @Test
        void fetch_of_an_unknown_series_names_the_known_series() {
            Result result = kernels("fetch", "new");

            assertThat(result.errors()).contains("Unknown kernel series \"new\". Use one of 5.10, ");
            assertThat(result.exitStatus()).isNotZero();
        }

        private Result kernels(String... arguments) {
            List<String> command = new ArrayList<>(Commands.OURS);
            command.add(1, "-Dbpfiterator.cache=" + cache);
            command.add("kernels");
            return Commands.run(cache, command, arguments);
        }
    }

    @Nested
    class A_kernel_in_the_list {

        @Test
        void has_its_names_in_an_aligned_column_and_the_time_to_the_minute() {
            Kernel kernel = new Kernel(Path.of("image"), Path.of("modules"), "6.12.9", "Debian's 6.12.9");
            CachedKernel cached = new CachedKernel(
                    List.of("6.12", "newest"),
                    kernel,
                    Path.of("cache"),
                    150 << 20,
                    Instant.parse("2026-11-01T12:34:56.789Z"));

            Columns columns = KernelsCommand.columns();
            KernelsCommand.addTo(columns, cached);
            columns.row("vm:5.10", "not fetched");

            assertThat(columns.lines().lines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .isEqualTo("KERNEL             RELEASE        SIZE  FETCHED OR USED"),
                            line -> assertThat(line)
                                    .matches("vm:6\\.12 vm:newest  6\\.12\\.9       150 MB  2026-1.-.. ..:.."),
                            line -> assertThat(line).isEqualTo("vm:5.10            not fetched"));
        }
    }

    @Nested
    class A_snapshot {

        @TempDir
        private Path cache;

        @BeforeEach
        void createSnapshots() throws IOException {
            Files.write(Files.createDirectories(cache.resolve("snapshots")).resolve("a"), new byte[3 << 20]);
            try (RandomAccessFile sparse = new RandomAccessFile(
                    Files.createDirectories(cache.resolve("warm"))
                            .resolve("b.memory")
                            .toFile(),
                    "rw")) {
                sparse.setLength(1L << 30);
            }
        }

        @Test
        void is_in_the_list_with_the_size_of_its_allocated_blocks() {
            assertThat(kernels("list").lines())
                    .anyMatch(line -> line.matches("snapshots +booted machines +3 MB  20.*"))
                    .anyMatch(line -> line.matches("snapshots +warm machines +0 MB  20.*"));
        }

        @Test
        void is_removed_with_all_kernels() {
            assertThat(kernels("prune", "--all")).isEqualTo("Removed kernels: 0 (0 MB), snapshots: 3 MB\n");
            assertThat(cache.resolve("snapshots")).isEmptyDirectory();
            assertThat(cache.resolve("warm")).isEmptyDirectory();
        }

        private String kernels(String... arguments) {
            List<String> command = new ArrayList<>(Commands.OURS);
            command.addAll(List.of("-Dbpfiterator.cache=" + cache, "kernels"));
            return Commands.run(cache, command, arguments).output();
        }
    }

    @Nested
    class The_matrix_of_a_service {

        @Test
        void is_an_object_for_github() {
            assertThat(Commands.runHere("matrix", "--github", "host", "vm:6.1").output())
                    .isEqualTo("{\"environment\":[\"host\",\"vm:6.1\"]}\n");
        }

        @Test
        void is_a_list_for_gitlab() {
            assertThat(Commands.runHere("matrix", "--gitlab", "host", "vm:6.1").output())
                    .isEqualTo("[{\"ENVIRONMENT\":[\"host\",\"vm:6.1\"]}]\n");
        }

        @Test
        void requires_an_environment() {
            Result result = Commands.runHere("matrix", "--github");

            assertThat(result.errors()).contains("No environment is given. List them as in bpfiterator.environments: ");
            assertThat(result.exitStatus()).isNotZero();
        }

        @Test
        void refuses_unknown_environments() {
            Result result = Commands.runHere("matrix", "--github", "host", "vm:6.1x");

            assertThat(result.exitStatus()).isNotZero();
            assertThat(result.output()).isEmpty();
            assertThat(result.errors()).contains("6.1x");
        }

        @Test
        void requires_a_service() {
            Result result = Commands.runHere("matrix", "host");

            assertThat(result.exitStatus()).isNotZero();
            assertThat(result.errors())
                    .startsWith("Error: Missing required argument (specify one of these): (--github | --gitlab)");
        }
    }
}
