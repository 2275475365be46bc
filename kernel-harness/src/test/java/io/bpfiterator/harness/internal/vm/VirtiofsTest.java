// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.Kernels;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.support.Extended;
import io.bpfiterator.support.NeedsMachines;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Guests whose kernel has no 9p: Debian's cloud kernels. */
@Timeout(180)
@NeedsMachines
@EnabledIf(
        value = "io.bpfiterator.harness.internal.vm.HostileGuestTest#isRoot",
        disabledReason = "Disabled for this user: a virtiofsd without --readonly requires root")
class VirtiofsTest {

    private static Kernel cloud;

    @TempDir
    private Path directory;

    @BeforeAll
    static void fetch() {
        cloud = Kernels.ofThisMachine(System.err::println).kernel("6.12-cloud");
    }

    @AfterEach
    void nothing_is_left() throws Exception {
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(file -> file.getFileName().toString())).isSubsetOf("written");
        }
        assertThat(servers()).isEmpty();
        Path locks = Path.of("/run/virtiofsd");
        if (Files.exists(locks)) {
            try (Stream<Path> left = Files.list(locks)) {
                assertThat(left.filter(file ->
                                file.toString().contains(directory.getFileName().toString())))
                        .isEmpty();
            }
        }
    }

    @Test
    @Extended
    void see_the_hosts_files() throws Exception {
        try (Guest guest = new Guest(cloud, directory, Map.of())) {
            assertThat(guest.ask("read /proc/sys/kernel/osrelease"))
                    .isEqualTo(cloud.release())
                    .contains("-cloud-");
            assertThat(guest.ask("read /proc/mounts")).contains("root / virtiofs ro,");
            assertThat(guest.ask("read pom.xml")).contains("bpf-iterator-kernel-harness");
            assertThat(guest.ask("write " + Path.of("target").toAbsolutePath() + "/x"))
                    .contains("Read-only file system");
            assertThat(guest.ask("exit 3")).isNull();
            assertThat(guest.ended()).isEqualTo("ended with exit status 3");
        }
    }

    @Test
    void refuse_writable_directories() {
        AgentLaunch launch = new AgentLaunch(
                List.of(), List.of(), Path.of("/"), List.of(), directory, directory.resolve("cache"), Map.of());

        assertThatThrownBy(() -> Guest.environment(cloud, Map.of(VmSettings.WRITABLE.key(), "/a:/b"))
                        .start(launch, RunContext.NONE))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("Cannot share /a for writing: the kernel has no 9p, and over virtiofs, files keep the owner"
                        + " and the mode that the guest gives them. Boot a kernel with 9p, or remove"
                        + " bpfiterator.vm.writable.");
    }

    @Test
    void end_when_virtiofsd_exits() throws Exception {
        try (Guest guest = new Guest(cloud, directory, Map.of())) {
            assertThat(guest.ask("directory .")).isNotNull();
            servers().forEach(ProcessHandle::destroyForcibly);
            assertThat(guest.ended()).startsWith("was lost: virtiofsd exited: ");
        }
    }

    @Test
    void require_virtiofsd() {
        AgentLaunch launch = new AgentLaunch(
                List.of(), List.of(), Path.of("/"), List.of(), directory, directory.resolve("cache"), Map.of());
        Map<String, String> settings = Map.of(VmSettings.VIRTIOFSD.key(), "/no/virtiofsd");

        assertThatThrownBy(() -> Guest.environment(cloud, settings).start(launch, RunContext.NONE))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("Cannot share files with a kernel that has no 9p: virtiofs requires virtiofsd, which is not"
                        + " at /no/virtiofsd. Install it (Debian, Ubuntu: apt-get install virtiofsd, or"
                        + " qemu-system-common before Debian 13; Fedora: dnf install virtiofsd), or set"
                        + " bpfiterator.vm.virtiofsd to its path.");
    }

    @Test
    void report_why_virtiofsd_exited() throws Exception {
        Path program = Files.writeString(Files.createTempFile("virtiofsd", ""), "#!/bin/sh\necho 'no privilege'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        AgentLaunch launch = new AgentLaunch(
                List.of(), List.of(), Path.of("/"), List.of(), directory, directory.resolve("cache"), Map.of());
        Map<String, String> settings = Map.of(VmSettings.VIRTIOFSD.key(), program.toString());
        try {
            assertThatThrownBy(() -> Guest.environment(cloud, settings).start(launch, RunContext.NONE))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage(
                            "Cannot share files with a kernel that has no 9p: virtiofsd exited: no privilege. Run as"
                                    + " root, or boot a kernel with 9p.");
        } finally {
            Files.delete(program);
        }
    }

    @Test
    void leave_no_virtiofsd_when_the_hosts_jvm_is_killed() throws Exception {
        Process jvm = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        OrphanMain.class.getName(),
                        "6.12-cloud",
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(jvm.getInputStream()))) {
            out.readLine();
            List<ProcessHandle> served = servers().toList();
            assertThat(served).isNotEmpty();
            jvm.destroyForcibly().waitFor();
            assertThat(served).allSatisfy(server -> server.onExit().get(10, java.util.concurrent.TimeUnit.SECONDS));
        } finally {
            jvm.destroyForcibly().waitFor();
            try (Stream<Path> left = Files.list(directory)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Stream<ProcessHandle> servers() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/virtiofsd"));
    }
}
