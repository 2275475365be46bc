// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.warm;

import io.bpfiterator.harness.internal.agent.Agent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The agent of a machine of which a snapshot is taken: it warms up with tests of its own, and waits. In each machine
 * that resumes from the snapshot, it takes over the launch of a run and continues as if it had been started for it.
 */
public final class WarmAgent {

    /** The path of this class in a directory or a jar of the class path. */
    public static final String CLASS_FILE = "io/bpfiterator/harness/internal/warm/WarmAgent.class";

    /** Where the guest's first process puts the launch. */
    private static final Path LAUNCH = Path.of("/launch");

    private WarmAgent() {}

    /**
     * Runs the agent.
     *
     * @param arguments a pipe to write to once it is warm, a pipe to read from until it is resumed, and the object of
     *     the training tests
     */
    public static void main(String[] arguments) throws IOException {
        Training.run(Path.of(arguments[2]));
        System.gc();
        Files.writeString(Path.of(arguments[0]), "warm\n");
        Files.readString(Path.of(arguments[1]));
        WarmLaunch launch = WarmLaunch.fromJson(Files.readString(LAUNCH, StandardCharsets.UTF_8));
        Renewal.apply(launch);
        Agent.main(launch.arguments().toArray(String[]::new));
    }
}
