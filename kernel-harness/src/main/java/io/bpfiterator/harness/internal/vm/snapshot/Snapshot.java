// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.snapshot;

import io.bpfiterator.harness.internal.vm.qemu.Monitor;
import java.io.IOException;

/** The kept state of a virtual machine, from which later runs resume. */
public interface Snapshot {

    /** Takes the snapshot, which leaves the machine stopped. If that fails, the next run boots again. */
    void take(Monitor monitor);

    /** Removes the snapshot, for example because a machine could not resume from it. */
    void remove() throws IOException;
}
