// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.kernel.Kernels;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.support.Kmod;
import io.bpfiterator.support.NeedsMachines;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A guest that sees all modules of its kernel loads them with this machine's {@code modprobe}. */
@Timeout(300)
@NeedsMachines
class GuestModulesTest {

    @TempDir
    private static Path directory;

    private static Guest guest;

    @BeforeAll
    static void boot() throws Exception {
        Kmod.assumeInstalled();
        guest = new Guest(
                Kernels.ofThisMachine(System.err::println).kernel("6.12"),
                directory,
                Map.of(VmSettings.ALL_MODULES.key(), "true"));
    }

    @AfterAll
    static void end() {
        if (guest != null) {
            guest.close();
        }
    }

    @Test
    void loads_a_module_with_its_dependencies_and_has_its_btf() throws Exception {
        assertThat(guest.ask("run ls /sys/kernel/btf")).doesNotContain("nf_conntrack");
        assertThat(guest.ask("run modprobe nf_conntrack")).isEqualTo("0 ");
        assertThat(guest.ask("run ls /sys/kernel/btf")).startsWith("0 ").contains("nf_conntrack", "nf_defrag_ipv4");
    }

    @Test
    void has_the_kfuncs_of_a_module_in_its_btf() throws Exception {
        assertThat(guest.ask("run modprobe nf_conntrack && grep -c bpf_skb_ct_lookup /sys/kernel/btf/nf_conntrack"))
                .isEqualTo("0 1");
    }

    @Test
    void loads_a_module_that_the_kernel_itself_requests() throws Exception {
        assertThat(guest.ask("run ip link add type dummy && cat /sys/module/dummy/initstate"))
                .isEqualTo("0 live");
    }

    @Test
    void cannot_change_the_modules() throws Exception {
        assertThat(guest.ask("run touch /lib/modules/new; touch /lib/new; touch /lib/modules/$(uname -r)/new"))
                .startsWith("1 ")
                .matches("(?:.*Read-only file system){3}");
    }
}
