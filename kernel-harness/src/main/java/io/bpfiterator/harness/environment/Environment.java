package io.bpfiterator.harness.environment;

/** A place where test classes run: this machine, a container on it, a virtual machine with another kernel. */
public interface Environment {

    /** Returns its name as the user wrote it: {@code host}, {@code container}, {@code vm:6.1}. */
    String name();

    /**
     * Tells whether it has a kernel of its own, so that its tests may run while those of other environments do: what two
     * test runs do to one kernel, each would see in the other's iterators.
     */
    default boolean hasOwnKernel() {
        return false;
    }

    /** Tells whether a debugger may stop its agent, so that no silence means that something is wrong. */
    default boolean isDebugged() {
        return false;
    }

    /**
     * Starts a JVM there that runs {@link AgentLaunch#command}, and returns at once or when the JVM is about to run.
     *
     * <p>That the agent has connected is for the caller to wait for.
     *
     * @throws io.bpfiterator.failure.BpfException if the environment can't be had; the message says what was found and
     *     what to do, the log has what the engine or the console said
     */
    RunningEnvironment start(AgentLaunch launch);
}
