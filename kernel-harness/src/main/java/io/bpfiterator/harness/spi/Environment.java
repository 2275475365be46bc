// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.spi;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/** An environment in which test classes run: this machine, a container, or a virtual machine with another kernel. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Environment {

    /** Returns the name as the user wrote it: {@code host}, {@code container}, {@code vm:6.1}. */
    String name();

    /**
     * Returns whether the environment has a kernel of its own, so that its tests may run at the same time as those of
     * other environments. On one kernel, the iterators of a test run would show the objects of another.
     */
    default boolean hasOwnKernel() {
        return false;
    }

    /**
     * Returns whether its agent is lost if it does not answer in time. Not if a user may suspend the agent, for example
     * with a debugger.
     */
    default boolean hasTimeouts() {
        return true;
    }

    /**
     * Starts a JVM in the environment that runs {@link AgentLaunch#command}. Does not wait until the agent has
     * connected.
     *
     * @param run what else this machine runs
     * @throws io.bpfiterator.harness.EnvironmentException if the environment cannot be started; its log is the output
     *     of the container engine or the console
     */
    RunningEnvironment start(AgentLaunch launch, RunContext run);
}
