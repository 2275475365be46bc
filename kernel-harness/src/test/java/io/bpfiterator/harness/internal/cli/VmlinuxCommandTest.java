// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.cli.Commands.Result;
import io.bpfiterator.support.Extended;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMachines;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class VmlinuxCommandTest {

    @Test
    @NeedsKernel
    void prints_the_types_of_the_running_kernel() {
        assertThat(Commands.runHere("vmlinux").output())
                .contains("struct task_struct {\n", "struct bpf_iter__task {\n");
    }

    @Test
    @Extended
    @NeedsMachines
    @Timeout(300)
    void prints_the_types_of_another_kernel(@TempDir Path directory) {
        Result result = Commands.run(directory, Commands.OURS, "vmlinux", "5.10");

        assertThat(result.output()).contains("struct bpf_iter__task {\n").doesNotContain("struct bpf_iter__cgroup {\n");
    }
}
