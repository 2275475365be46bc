// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.iterator.TableFormat.lastColumnToEndOfLine;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.ForkedTests.Result;
import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Setpriv;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each missing prerequisite of the machine fails with a remedy. The tests simulate it for a separate JVM. */
@NeedsKernel
class MissingPrerequisitesTest {

    static class ReadingTasks {
        @Test
        void reads(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {
            assertThat(reader.table(lastColumnToEndOfLine()).column("tgid"))
                    .contains(Long.toString(ProcessHandle.current().pid()));
        }
    }

    static class ReadingTasksAtAPath {
        @Test
        void reads(@BpfIterator(obj = "/task.bpf.o", path = "${test.path}") IteratorReader reader) {
            assertThat(reader.text()).isNotEmpty();
        }
    }

    static class WaitingForever {
        @Test
        void waits(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) throws Exception {
            System.out.println(reader.path());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private static final List<String> PLAIN = List.of();

    /** Runs a shell command first, in a separate mount namespace. */
    private static List<String> after(String command) {
        return List.of("unshare", "--mount", "sh", "-c", command + " && exec \"$@\"", "sh");
    }

    private static List<String> inSeparateMounts(String command, List<String> surroundings) {
        return Stream.concat(after(command).stream(), surroundings.stream()).toList();
    }

    private static void assertFails(Result result, String... messageParts) {
        assertThat(result.exitStatus()).as(result.output()).isEqualTo(1);
        assertThat(result.output()).contains(messageParts);
    }

    @Nested
    class With_everything {

        @Test
        void the_test_passes_and_prints_nothing() throws Exception {
            Result result = ForkedTests.run(ReadingTasks.class, PLAIN);

            assertThat(result.output()).isEmpty();
            assertThat(result.exitStatus()).isZero();
        }
    }

    @Nested
    class Without_privilege {

        @Test
        void the_failure_names_the_capabilities() throws Exception {
            assertFails(
                    ForkedTests.run(ReadingTasks.class, Setpriv.only()),
                    "Cannot load /task.bpf.o: this process has neither CAP_SYS_ADMIN nor both CAP_BPF and CAP_PERFMON"
                            + " (E",
                    "). Run as root, in a privileged container, or in a virtual machine: bpfiterator.environments ="
                            + " vm:6.12.");
        }

        @Test
        void to_mount_the_failure_names_the_alternatives() throws Exception {
            assertFails(
                    ForkedTests.run(
                            ReadingTasks.class,
                            inSeparateMounts("mount -t tmpfs none /sys/fs/bpf", Setpriv.without("sys_admin"))),
                    "Cannot create a temporary bpffs: mount(2) failed (EPERM). Run as root or with CAP_SYS_ADMIN, or"
                            + " mount a bpffs at /sys/fs/bpf (mount -t bpf bpf /sys/fs/bpf).");
        }

        @Test
        void to_mount_the_bpffs_at_its_usual_place_is_used() throws Exception {
            Result result = ForkedTests.run(
                    ReadingTasks.class,
                    inSeparateMounts("mount -t bpf bpf /sys/fs/bpf", Setpriv.only("bpf", "perfmon")));

            assertThat(result.output()).isEmpty();
            assertThat(result.exitStatus()).isZero();
        }

        @Test
        void to_mount_a_path_in_a_mounted_bpffs_is_used(@TempDir Path directory) throws Exception {
            Result result = ForkedTests.run(
                    ReadingTasksAtAPath.class,
                    inSeparateMounts("mount -t bpf bpf " + directory, Setpriv.without("sys_admin")),
                    "-Dtest.path=" + directory.resolve("tasks"));

            assertThat(result.output()).isEmpty();
            assertThat(result.exitStatus()).isZero();
        }
    }

    @Nested
    class Without_the_kernels_btf {

        @Test
        void the_failure_names_the_kernels_option() throws Exception {
            assertFails(
                    ForkedTests.run(ReadingTasks.class, after("mount -t tmpfs none /sys/kernel/btf")),
                    "Cannot load /task.bpf.o: the running kernel provides no BTF at /sys/kernel/btf/vmlinux (E",
                    "). Use a kernel built with CONFIG_DEBUG_INFO_BTF=y.");
        }
    }

    @Nested
    class Without_libbpf {

        @Test
        void the_failure_names_the_package() throws Exception {
            assertFails(
                    ForkedTests.run(
                            ReadingTasks.class,
                            after("for library in /usr/lib*/libbpf.so.1.* /usr/lib*/*/libbpf.so.1.*; do"
                                    + " [ ! -e \"$library\" ] || mount --bind /dev/null \"$library\"; done")),
                    "Cannot load libbpf 1.0 or newer as \"libbpf.so.1\": either it is not installed, or it is not a"
                            + " library"
                            + " for this machine. Install libbpf (Debian, Ubuntu: apt-get install libbpf1; Fedora: dnf"
                            + " install libbpf), or set -Dbpfiterator.libbpf=/path/to/libbpf.so.1.");
        }

        @Test
        void the_failure_names_the_configured_library() throws Exception {
            assertFails(
                    ForkedTests.run(ReadingTasks.class, PLAIN, "-Dbpfiterator.libbpf=/no/libbpf.so"),
                    "Cannot load libbpf 1.0 or newer as \"/no/libbpf.so\": ");
            assertFails(
                    ForkedTests.run(ReadingTasks.class, PLAIN, "-Dbpfiterator.libbpf=/no/libbpf.so"),
                    "/no/libbpf.so: cannot open shared object file: No such file or directory");
            assertFails(
                    ForkedTests.run(ReadingTasks.class, PLAIN, "-Dbpfiterator.libbpf=libm.so.6"),
                    "Cannot use \"libm.so.6\" as libbpf: either it is another library, or it is older than libbpf"
                            + " 1.0. Install"
                            + " libbpf",
                    "undefined symbol: libbpf_major_version");
        }
    }

    @Nested
    class Without_a_detached_bpffs {

        @Test
        void a_mounted_one_is_used_and_removed_afterwards(@TempDir Path temporary) throws Exception {
            KernelObjects before = KernelObjects.now();

            Result result = ForkedTests.run(
                    ReadingTasks.class,
                    List.of("strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=fsopen:error=EPERM"),
                    "-Djava.io.tmpdir=" + temporary);

            assertThat(result.exitStatus()).as(result.output()).isZero();
            assertThat(before.addedSince()).isEmpty();
            try (var left = Files.list(temporary)) {
                assertThat(left).noneMatch(path -> path.toString().contains("bpf-iterator"));
            }
        }
    }

    @Nested
    class A_killed_jvm {

        @Test
        void leaves_nothing_in_the_kernel() throws Exception {
            KernelObjects before = KernelObjects.now();
            Process process = ForkedTests.start(WaitingForever.class, PLAIN);
            try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
                Path pin = Path.of(output.readLine());
                assertThat(pin).exists();

                process.destroyForcibly().waitFor();

                assertThat(pin).doesNotExist();
                assertThat(before.addedSince()).isEmpty();
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
