// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.Extended;
import io.bpfiterator.support.NeedsPrivilege;
import org.junit.jupiter.api.Test;

/** {@code scripts/killed} kills many more JVMs, also with containers and virtual machines. */
@Extended
class KilledTest {

    private static final long SEED = 20;

    @Test
    @NeedsPrivilege
    void a_run_that_is_killed_leaves_only_what_the_next_one_removes() throws Exception {
        assertIsClean(Scenario.DIRECTORY);
    }

    @Test
    void a_killed_compiler_leaves_only_what_the_next_one_removes() throws Exception {
        assertIsClean(Scenario.COMPILE);
    }

    private static void assertIsClean(Scenario scenario) throws Exception {
        try (KilledRuns runs = new KilledRuns(scenario, SEED, System.out::println)) {
            assertThat(runs.rounds(2)).allMatch(Round::isClean);
        }
    }
}
