// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.Errno;
import org.junit.jupiter.api.Test;

/** What this process or machine lacks is named, with the error number and a remedy. */
class OutOfResourcesTest {

    private static String explained(Errno errno, boolean filtered) {
        return OutOfResources.explain("Cannot load x.o", errno.number(), filtered)
                .map(Failure::message)
                .orElse("");
    }

    @Test
    void too_many_open_files() {
        assertThat(explained(Errno.EMFILE, false))
                .isEqualTo(
                        "Cannot load x.o: this process has as many open files as it may have (EMFILE). Close what the"
                                + " tests open, or raise the limit with ulimit -n.");
        assertThat(explained(Errno.ENFILE, false))
                .startsWith("Cannot load x.o: this machine has as many open files as it may have (ENFILE). End ");
    }

    @Test
    void no_memory() {
        assertThat(explained(Errno.ENOMEM, false))
                .startsWith("Cannot load x.o: the kernel has no memory for it (ENOMEM). Use smaller maps, ");
    }

    @Test
    void a_full_disk() {
        assertThat(explained(Errno.ENOSPC, false))
                .isEqualTo("Cannot load x.o: the disk is full (ENOSPC). Free space on it.");
    }

    @Test
    void no_system_call() {
        assertThat(explained(Errno.ENOSYS, true))
                .startsWith(
                        "Cannot load x.o: the seccomp filter of this process forbids the system call (ENOSYS). Allow ");
        assertThat(explained(Errno.ENOSYS, false))
                .startsWith("Cannot load x.o: the running kernel does not have the system call (ENOSYS). Use ");
    }

    @Test
    void another_error_number_says_nothing_about_resources() {
        assertThat(explained(Errno.EINVAL, true)).isEmpty();
        assertThat(explained(Errno.EPERM, true)).isEmpty();
    }
}
