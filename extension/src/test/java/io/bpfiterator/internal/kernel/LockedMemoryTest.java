// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before Linux 5.11, EPERM can mean that maps and programs exceed RLIMIT_MEMLOCK. */
class LockedMemoryTest {

    private static final String LIMITS = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             95678                95678                processes
            Max locked memory         %s                unlimited            bytes
            """;

    @TempDir
    Path directory;

    private Optional<Failure> explain(Errno errno, String kernel, String limit) throws Exception {
        return LockedMemory.explain(
                "Cannot load task.bpf.o",
                errno.number(),
                KernelRelease.parse(kernel),
                Files.writeString(directory.resolve("limits"), LIMITS.formatted(limit)));
    }

    @Test
    void a_limit_explains_eperm_before_linux_5_11() throws Exception {
        assertThat(explain(Errno.EPERM, "5.10.0-41-amd64", "65536").map(Failure::message))
                .hasValue("Cannot load task.bpf.o: this process may lock 65536 bytes of memory (RLIMIT_MEMLOCK), and"
                        + " before Linux 5.11, the kernel refuses maps and programs that exceed this (EPERM). Raise the"
                        + " limit with ulimit -l unlimited, in a systemd service with LimitMEMLOCK=infinity, in Docker"
                        + " and podman with --ulimit memlock=-1, or give this process CAP_SYS_RESOURCE.");
    }

    @Test
    void newer_kernels_other_errors_and_unlimited_processes_have_other_reasons() throws Exception {
        assertThat(explain(Errno.EPERM, "5.11.0", "65536")).isEmpty();
        assertThat(explain(Errno.EINVAL, "5.10.0", "65536")).isEmpty();
        assertThat(explain(Errno.EPERM, "5.10.0", "unlimited")).isEmpty();
    }
}
