// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.ForkedTests.Result;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions on prepared kernels, in a JVM and a mount namespace of their own. */
class ForkedConditionsTest {

    @EnabledIfIterator("task")
    static class NeedingTasks {
        @Test
        void test() {}
    }

    @EnabledIfHelper("bpf_seq_printf")
    static class NeedingPrintf {
        @Test
        void test() {}
    }

    @EnabledOnKernel(min = "5.8")
    static class NeedingARelease {
        @Test
        void test() {}
    }

    @EnabledOnKernel(min = "5.17", iterator = "task")
    static class NeedingALaterRelease {
        @Test
        void test() {}
    }

    @EnabledOnKernel(min = "5.8", max = "5.10")
    static class NeedingAnEarlierRelease {
        @Test
        void test() {}
    }

    @Nested
    @NeedsKernel
    class A_condition_that_cannot_be_determined {

        @ParameterizedTest
        @ValueSource(classes = {NeedingTasks.class, NeedingPrintf.class})
        void fails_without_btf(Class<?> testClass) throws Exception {
            assertFails(
                    run(testClass, "mount -t tmpfs none /sys/kernel/btf"),
                    "The running kernel shows no BTF at /sys/kernel/btf/vmlinux. Use a kernel built with"
                            + " CONFIG_DEBUG_INFO_BTF=y, which iterators require.");
        }

        @Test
        void fails_without_a_version_in_the_release(@TempDir Path directory) throws Exception {
            assertFails(
                    run(NeedingARelease.class, release("rolling", directory)),
                    "Cannot compare the kernel release \"rolling\": it does not begin with numbers such as 6.1 or"
                            + " 6.1.50."
                            + " Use a kernel whose uname -r does.");
        }

        @Test
        void fails_without_procfs() throws Exception {
            assertFails(
                    run(NeedingARelease.class, "mount -t tmpfs none /proc/sys"),
                    "Cannot read the running kernel's release from /proc/sys/kernel/osrelease: it does not exist."
                            + " Mount a procfs at /proc.");
        }

        @Test
        void does_not_require_btf_if_it_depends_only_on_the_release() throws Exception {
            assertThat(run(NeedingARelease.class, "mount -t tmpfs none /sys/kernel/btf"))
                    .isEqualTo(new Result(0, ""));
        }
    }

    @Nested
    @NeedsKernel
    class On_an_older_release {

        private static final String OLDER = "5.10.0-28-amd64";

        @Test
        void max_includes_all_releases_of_its_series(@TempDir Path directory) throws Exception {
            assertThat(run(NeedingAnEarlierRelease.class, release(OLDER, directory)))
                    .isEqualTo(new Result(0, ""));
        }

        @Test
        void a_backported_feature_fails(@TempDir Path directory) throws Exception {
            assertFails(
                    run(NeedingALaterRelease.class, release(OLDER, directory)),
                    "Linux 5.10.0-28-amd64 is older than 5.17, but already has iterator target task");
        }
    }

    private static String release(String release, Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("osrelease"), release + "\n");
        return "mount --bind " + file + " /proc/sys/kernel/osrelease";
    }

    /** Runs a class after a shell command, in a separate mount namespace. */
    private static Result run(Class<?> testClass, String command) throws Exception {
        return ForkedTests.run(testClass, List.of("unshare", "--mount", "sh", "-c", command + " && exec \"$@\"", "sh"));
    }

    private static void assertFails(Result result, String message) {
        assertThat(result.exitStatus()).as(result.output()).isEqualTo(1);
        assertThat(result.output()).contains(message);
    }
}
