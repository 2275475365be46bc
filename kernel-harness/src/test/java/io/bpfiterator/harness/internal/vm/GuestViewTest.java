// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.kernel.Kernels;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.support.NeedsMachines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JVM on another kernel sees of this machine, and where it may write. All tests use one guest. */
@Timeout(180)
@NeedsMachines
class GuestViewTest {

    @TempDir
    private static Path directory;

    private static Kernel kernel;
    private static Guest guest;

    @BeforeAll
    static void boot() throws Exception {
        kernel = Kernels.ofThisMachine(System.err::println).kernel("5.10");
        guest = new Guest(kernel, directory, Map.of(VmSettings.WRITABLE.key(), directory.toString()));
    }

    @AfterAll
    static void ends_with_the_exit_status_of_its_jvm_and_leaves_only_what_was_written() throws Exception {
        try (Guest ending = guest) {
            assertThat(ending.ask("exit 3")).isNull();
            assertThat(ending.ended()).isEqualTo("ended with exit status 3");
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(file -> file.getFileName().toString())).isSubsetOf("written");
        }
    }

    @Test
    void has_the_kernel_of_the_guest() throws Exception {
        assertThat(guest.ask("read /proc/sys/kernel/osrelease"))
                .isEqualTo(kernel.release())
                .startsWith("5.10.");
    }

    @Test
    void is_described_with_its_kernel_processors_and_acceleration() {
        assertThat(guest.machine.description()).startsWith(kernel.description() + " in QEMU with 1 CPU and ");
        assertThat(guest.machine.acceleration()).containsAnyOf("KVM", "TCG");
    }

    @Test
    void has_the_working_directory_and_the_variables_of_its_launch() throws Exception {
        assertThat(guest.ask("directory ."))
                .isEqualTo(Path.of("").toAbsolutePath().toString());
        assertThat(guest.ask("variable GREETING")).isEqualTo("it's \"here\"");
    }

    @Test
    void reads_the_files_of_this_machine() throws Exception {
        assertThat(guest.ask("read pom.xml")).contains("bpf-iterator-kernel-harness");
    }

    @Test
    void writes_to_a_writable_directory_of_this_machine() throws Exception {
        Path written = directory.resolve("written");

        assertThat(guest.ask("write " + written)).isEqualTo(written.toString());
        assertThat(Files.readString(written)).isEqualTo("from the guest");
    }

    @Test
    void has_a_temporary_directory_of_its_own() throws Exception {
        assertThat(guest.ask("write /tmp/bpf-iterator-guest")).isEqualTo("/tmp/bpf-iterator-guest");
        assertThat(Path.of("/tmp/bpf-iterator-guest")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/etc", "/usr", "/usr/lib", "/var", "target"})
    void cannot_write_elsewhere(String place) throws Exception {
        Path planted = Path.of(place).toAbsolutePath().resolve("bpf-iterator-guest");
        try {
            assertThat(guest.ask("write " + planted)).contains("Read-only file system");
            assertThat(planted).doesNotExist();
        } finally {
            Files.deleteIfExists(planted);
        }
    }

    @Test
    void has_the_file_systems_that_tests_of_bpf_require() throws Exception {
        assertThat(guest.ask("read /proc/mounts"))
                .contains("root / 9p ro,", " /sys/fs/bpf bpf rw", " /sys/fs/cgroup cgroup2 rw");
    }

    @Test
    void has_a_loopback_interface_that_is_up() throws Exception {
        assertThat(guest.ask("read /sys/class/net/lo/flags")).isEqualTo("0x9");
    }
}
