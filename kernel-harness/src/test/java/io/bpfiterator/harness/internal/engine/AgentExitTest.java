// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.internal.engine.fixtures.ShutdownHooks;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.support.Slow;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@Slow
class AgentExitTest {

    @TempDir
    private Path directory;

    @AfterEach
    void forget() {
        System.clearProperty(ShutdownHooks.FILE);
    }

    @Test
    void waits_for_shutdown_hooks_of_the_agent() {
        Path file = directory.resolve("written");
        System.setProperty(ShutdownHooks.FILE, file.toString());

        Runs.in("host", selectClass(ShutdownHooks.Writes.class))
                .testEvents()
                .assertStatistics(tests -> tests.succeeded(1));

        assertThat(file).hasContent("coverage");
    }

    @Test
    @Timeout(20)
    void does_not_wait_for_a_shutdown_hook_that_hangs() {
        Runs.in("host", selectClass(ShutdownHooks.Blocks.class))
                .testEvents()
                .assertStatistics(tests -> tests.succeeded(1));
    }
}
