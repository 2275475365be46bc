// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.kernel.Architecture;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QemuTest {

    @Test
    void a_machine_for_aarch64_has_another_board_console_and_reset() {
        assertThat(command(Architecture.AMD64))
                .contains("q35")
                .anyMatch(argument -> argument.startsWith("console=ttyS0 reboot=t "));
        assertThat(command(Architecture.AARCH64))
                .contains("virt,gic-version=max")
                .anyMatch(argument -> argument.startsWith("console=ttyAMA0 "))
                .noneMatch(argument -> argument.contains("reboot=t"));
    }

    @Test
    void only_a_machine_with_virtiofs_shares_its_memory() {
        Share served = new Share(
                "run", Path.of("/run/here"), Share.Access.READ_ONLY, Optional.of(Path.of("/run/here/run.sock")));
        Share own = new Share("root", Path.of("/with,comma"), Share.Access.READ_ONLY, Optional.empty());

        assertThat(command(Architecture.AMD64, served))
                .contains("q35,memory-backend=memory", "memory-backend-memfd,id=memory,share=on,size=512M")
                .contains("socket,id=run,path=/run/here/run.sock", "vhost-user-fs-pci,chardev=run,tag=run");
        assertThat(command(Architecture.AMD64, own))
                .contains("local,id=root,path=/with,,comma,multidevs=remap,security_model=none,readonly=on")
                .noneMatch(argument -> argument.contains("memory-backend"));
    }

    /** Without QEMU's defaults, a machine has only the devices that the command names. */
    @Test
    void a_machine_has_no_network() {
        assertThat(command(Architecture.AMD64))
                .contains("-nodefaults")
                .noneMatch(argument -> argument.matches("-net|-nic|-netdev|.*virtio-net.*"));
    }

    private static List<String> command(Architecture architecture, Share... shares) {
        return new Qemu(
                        architecture,
                        architecture.qemu(),
                        "tcg",
                        512,
                        1,
                        new StartSource.Kernel(Path.of("/kernel"), Path.of("/initramfs"), ""),
                        new MachineFiles(Path.of("/run/here")),
                        List.of(),
                        List.of(shares))
                .command();
    }
}
