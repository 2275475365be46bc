package io.bpfiterator.harness.vm;

import java.io.IOException;
import java.util.List;

/** How a command in a guest reads from this process's input and prints on its output. */
interface GuestStreams extends AutoCloseable {

    /** Returns the ports that it takes. */
    List<Port> ports();

    /** Returns the words before the command in the guest's script. */
    List<String> scriptArguments();

    /** Returns what the user is to know, for the end of the line that tells of the start. */
    String hint();

    /** Connects both sides; the guest is about to run the command. */
    void connect() throws IOException;

    /**
     * Waits until the command has printed all that it will.
     *
     * @throws IOException if nobody reads it here
     */
    void awaitEnd() throws IOException;

    @Override
    void close();
}
