// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.shell;

import io.bpfiterator.harness.internal.vm.qemu.Port;
import java.io.IOException;
import java.util.List;

/** Connects the standard streams of a command in a guest with those of this process. */
interface GuestStreams extends AutoCloseable {

    /** Returns the virtio ports that it requires. */
    List<Port> ports();

    /** Returns the guest script's function that connects the streams, and its arguments before the command. */
    List<String> scriptArguments();

    /** Returns a hint for the user, to be added to the line that reports the start; may be empty. */
    String hint();

    /** Connects the streams, once the guest is about to run the command. */
    void connect() throws IOException;

    /**
     * Waits until this process has printed all of the command's output.
     *
     * @throws IOException if the output cannot be written, for example to a closed pipe
     */
    void awaitEnd() throws IOException;

    @Override
    void close();
}
