// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.internal.vm.guest.Busybox;
import java.util.Optional;

/** Checks the requirements of a virtual machine in a separate process, and prints what is missing. */
final class RequireMain {

    private RequireMain() {}

    public static void main(String[] arguments) {
        try {
            new MachineRequirements(Optional.empty(), Busybox.LOCATIONS, () -> "a kernel").require();
        } catch (DiagnosedException e) {
            System.out.println(e.isUnavailable() + " " + e.getMessage());
        }
    }
}
