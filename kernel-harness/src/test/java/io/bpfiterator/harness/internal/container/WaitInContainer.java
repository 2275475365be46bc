// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.harness.spi.RunningEnvironment;
import java.nio.file.Path;

/** Starts a container that waits forever, prints its description, and waits too. */
final class WaitInContainer {

    private WaitInContainer() {}

    public static void main(String[] arguments) throws Exception {
        RunningEnvironment running = Launches.on(TestEngine.valueOf(arguments[0]), Launches.ENGINE, arguments[1])
                .start(Launches.of(Path.of(arguments[2]), "wait"), RunContext.NONE);
        System.out.println(running.description());
        if (System.in.read() < 0) {
            System.exit(0);
        }
    }
}
