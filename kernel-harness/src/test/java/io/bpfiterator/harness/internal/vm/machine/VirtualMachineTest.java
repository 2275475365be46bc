// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.machine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.failure.Reason;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.Architecture;
import io.bpfiterator.harness.internal.vm.qemu.MachineFiles;
import io.bpfiterator.harness.internal.vm.qemu.Qemu;
import io.bpfiterator.harness.internal.vm.qemu.StartSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirtualMachineTest {

    @TempDir
    private Path directory;

    @Test
    void that_cannot_be_started_does_not_blame_setpriv_if_that_is_installed() {
        Path missing = directory.resolve("missing");
        Qemu qemu = new Qemu(
                Architecture.ofThisMachine(),
                "true",
                "tcg",
                64,
                1,
                new StartSource.Kernel(directory, directory, ""),
                new MachineFiles(missing),
                List.of(),
                List.of());
        VirtualMachine machine =
                new VirtualMachine(qemu, "", "TCG", Duration.ofSeconds(1), directory, List.of(), Optional.empty());

        assertThatThrownBy(machine::start)
                .hasMessageStartingWith("Cannot start QEMU: " + missing)
                .hasMessageEndingWith(" does not exist.")
                .asInstanceOf(InstanceOfAssertFactories.type(EnvironmentException.class))
                .returns(Reason.FAILED, EnvironmentException::reason);
    }
}
