// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import static io.bpfiterator.harness.internal.container.Launches.on;
import static io.bpfiterator.harness.internal.container.Launches.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.Environment;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.harness.spi.RunningEnvironment;
import io.bpfiterator.internal.kernel.Cgroups;
import io.bpfiterator.internal.namespace.PidNamespace;
import io.bpfiterator.support.NeedsContainers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs a JVM in a container of each engine. */
@ParameterizedClass
@MethodSource("io.bpfiterator.harness.internal.container.TestEngine#here")
@NeedsContainers
class ContainerTest {

    private static final Path TASK = Path.of("target/test-classes/io/bpfiterator/harness/container_task.bpf.o");

    @Parameter
    private TestEngine engine;

    @TempDir
    private Path directory;

    @Nested
    class The_hosts_userland {

        @Test
        void has_the_class_path_the_working_directory_and_the_variables() throws Exception {
            assertThat(run(on(engine), Launches.of(directory, "print-environment")))
                    .startsWith("ended with exit status 0\n")
                    .contains("directory " + Path.of("").toAbsolutePath() + "\n")
                    .contains("variable its value");
        }

        @Test
        void is_read_only() throws Exception {
            assertThat(run(on(engine), Launches.of(directory, "print-environment")))
                    .contains("working directory writable false", "/usr writable false");
        }

        @Test
        void is_writable_only_in_a_directory_of_the_container() throws Exception {
            Path inTheWorkingDirectory =
                    Files.createTempDirectory(Path.of("target").toAbsolutePath(), "run");
            Path file = inTheWorkingDirectory.resolve("file");
            try {
                assertThat(run(on(engine), Launches.of(inTheWorkingDirectory, "write", file.toString())))
                        .startsWith("ended with exit status 1\n")
                        .contains("Read-only file system");
                assertThat(file).doesNotExist();
            } finally {
                Files.delete(inTheWorkingDirectory);
            }
            assertThat(run(on(engine), Launches.of(directory, "write", "/run/bpf-iterator/file")))
                    .isEqualTo("ended with exit status 0\n");
            assertThat(Path.of("/run/bpf-iterator")).doesNotExist();
        }

        @Test
        void contains_only_compiled_objects_of_the_cache_read_only() throws Exception {
            Path cache = Files.createDirectory(directory.resolve("cache"));
            Files.writeString(Files.createDirectory(cache.resolve("objects")).resolve("object"), "the host's");
            Files.writeString(Files.createDirectory(cache.resolve("kernels")).resolve("kernel"), "the host's");

            assertThat(run(on(engine), Launches.of(directory, "print", cache + "/objects/object")))
                    .isEqualTo("ended with exit status 0\nthe host's");
            assertThat(run(on(engine), Launches.of(directory, "write", cache + "/objects/object")))
                    .contains("Read-only file system");
            assertThat(run(on(engine), Launches.of(directory, "print", cache + "/kernels/kernel")))
                    .contains("NoSuchFileException");
            assertThat(cache.resolve("objects/object")).hasContent("the host's");
        }

        @Test
        void connects_to_the_socket_of_the_host_without_a_network() throws Exception {
            var launch = Launches.of(directory, "connect");
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(launch.socket()));
                CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> receive(server));

                assertThat(run(on(engine), launch)).startsWith("ended with exit status 0");
                assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo("connected");
            }
        }

        private static String receive(ServerSocketChannel server) {
            try (SocketChannel channel = server.accept()) {
                ByteBuffer bytes = ByteBuffer.allocate(100);
                channel.read(bytes);
                return new String(bytes.array(), 0, bytes.position());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Nested
    class The_kernel {

        @Test
        void is_the_hosts_and_an_iterator_lists_the_reading_process() throws Exception {
            assertThat(run(on(engine), Launches.of(directory, "read-tasks", TASK.toString())))
                    .isEqualTo("ended with exit status 0\nreads itself true");
        }

        @Test
        void has_the_cgroups_of_the_host() throws Exception {
            assertThat(run(on(engine), Launches.of(directory, "make-cgroup")))
                    .startsWith("ended with exit status 0\n" + Cgroups.root() + "/container-")
                    .endsWith("own true");
        }

        @Test
        void has_the_pids_of_the_host_unless_set_otherwise() throws Exception {
            String ofTheHost = "pid namespace " + PidNamespace.current().inode();

            assertThat(run(on(engine), Launches.of(directory, "print-environment")))
                    .contains(ofTheHost);
            assertThat(run(on(engine, "bpfiterator.container.pid", "own"), Launches.of(directory, "print-environment")))
                    .doesNotContain(ofTheHost);
        }

        @Test
        void has_only_the_loopback_interface_unless_set_otherwise() throws Exception {
            long ofTheHost = Files.readAllLines(Path.of("/proc/net/dev")).size();

            assertThat(run(on(engine), Launches.of(directory, "print-environment")))
                    .contains("lines of interfaces 3");
            assertThat(run(
                            on(engine, "bpfiterator.container.network", "host"),
                            Launches.of(directory, "print-environment")))
                    .contains("lines of interfaces " + ofTheHost);
        }
    }

    @Nested
    class The_end {

        @Test
        void is_reported_with_the_exit_status() throws Exception {
            assertThat(run(on(engine), Launches.of(directory, "exit", "7"))).isEqualTo("ended with exit status 7\n");
        }

        @Test
        void by_the_oom_killer_is_reported_as_such() throws Exception {
            assertThat(run(
                            on(engine, "bpfiterator.container.memory", "100m"),
                            Launches.of(List.of("-Xmx2g"), directory, "fill-memory")))
                    .startsWith("was killed")
                    .contains("by the OOM killer (exit status 137)");
        }

        @Test
        void also_comes_when_the_container_is_closed() throws Exception {
            RunningEnvironment running = on(engine).start(Launches.of(directory, "wait"), RunContext.NONE);
            running.close();
            running.close();

            assertThat(running.ended().get(10, TimeUnit.SECONDS)).isNotBlank();
            assertThat(engine.containers()).isEmpty();
        }
    }

    @Nested
    class The_output {

        @Test
        void of_10_mb_is_reduced_to_the_last_lines() throws Exception {
            String[] lines =
                    run(on(engine), Launches.of(directory, "print-much")).split("\n");

            assertThat(lines).hasSize(41).startsWith("ended with exit status 0");
            assertThat(lines[lines.length - 2]).hasSizeGreaterThan(1000);
        }

        @Test
        void of_a_java_that_does_not_start_is_available() throws Exception {
            assertThat(run(on(engine), Launches.of(List.of("-XX:+NoSuchFlag"), directory, "exit", "0")))
                    .startsWith("ended with exit status 1\n")
                    .contains("NoSuchFlag");
        }
    }

    /**
     * Whether an engine can grant these depends on its version and on the machine; it grants them or names a remedy.
     */
    @Nested
    class Privileges_that_not_every_engine_grants {

        @Test
        void can_be_all_privileges() throws Exception {
            assertThat(outcome("privileged"))
                    .matches("ended with exit status 0\n"
                            + "|Docker \\S+ cannot start a privileged container: this machine lacks CAP_SYS_RESOURCE"
                            + " \\(.*\\)\\. Use Docker 28 or newer, or podman with runc and"
                            + " default_ulimits = \\[.*\\] in its containers.conf, or"
                            + " bpfiterator.container.privileges = capabilities\\.");
        }

        @Test
        void can_be_capabilities_that_an_engine_does_not_know() throws Exception {
            assertThat(outcome("SYS_ADMIN, BPF"))
                    .matches("ended with exit status 0\n"
                            + "|Docker \\S+ cannot start a container with CAP_SYS_ADMIN and CAP_BPF: .*\\. Use a newer"
                            + " version or another engine, or bpfiterator.container.privileges = capabilities\\.");
        }

        private String outcome(String privileges) throws Exception {
            try {
                return run(on(engine, Launches.PRIVILEGES, privileges), Launches.of(directory, "exit", "0"));
            } catch (DiagnosedException e) {
                assertThat(engine.containers()).isEmpty();
                return e.getMessage();
            }
        }
    }

    @Nested
    class A_failed_start {

        @Test
        void without_an_image_says_how_to_pull_it() {
            Environment environment =
                    Launches.environment("container:localhost/no-such-image:1", Launches.ENGINE, engine.address());

            assertRefused(
                    environment,
                    " has no image localhost/no-such-image:1 and cannot pull it: ",
                    ". Try " + engine.command()
                            + " pull localhost/no-such-image:1, or use container, which has the host's userland.");
        }

        @Test
        void without_java_says_what_an_image_requires() throws Exception {
            run(on(engine), Launches.of(directory, "exit", "0"));
            Environment environment = Launches.environment(
                    "container:" + HostUserland.IMAGE,
                    Launches.ENGINE,
                    engine.address(),
                    Launches.PRIVILEGES,
                    engine.privileges());

            assertRefused(
                    environment,
                    "Cannot run Java in the image " + HostUserland.IMAGE + ": ",
                    "exec: \"java\"",
                    ". Use an image with Java 17 or newer and libbpf 1.0 or newer, or container, which has the host's"
                            + " userland.");
        }

        @Test
        void for_another_reason_has_the_message_of_the_engine() {
            assertRefused(
                    on(engine, "bpfiterator.container.network", "no-such-network"),
                    " cannot start a container of " + HostUserland.IMAGE + ": ",
                    "no-such-network",
                    ". Fix the reported problem, or choose another engine with bpfiterator.container.engine.");
        }

        private void assertRefused(Environment environment, String... parts) {
            assertThatThrownBy(() -> environment.start(Launches.of(directory, "exit", "0"), RunContext.NONE))
                    .isInstanceOfSatisfying(EnvironmentException.class, failure -> assertThat(failure.isUnavailable())
                            .isTrue())
                    .message()
                    .contains(parts)
                    .doesNotContain("\n");
            assertThat(engine.containers()).isEmpty();
        }
    }
}
