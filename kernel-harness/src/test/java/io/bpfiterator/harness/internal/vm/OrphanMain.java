// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import io.bpfiterator.harness.internal.kernel.Kernels;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import java.nio.file.Path;
import java.util.Map;

/** Starts a virtual machine and waits to be killed. */
final class OrphanMain {

    private OrphanMain() {}

    /** @param arguments the kernel, and the run's directory */
    public static void main(String[] arguments) throws Exception {
        Guest guest = new Guest(
                Kernels.ofThisMachine(line -> {}).kernel(arguments[0]),
                Path.of(arguments[1]),
                Map.of(VmSettings.ACCELERATION.key(), "tcg"));
        ProcessHandle.current().children().forEach(child -> System.out.println(child.pid()));
        guest.ended();
    }
}
