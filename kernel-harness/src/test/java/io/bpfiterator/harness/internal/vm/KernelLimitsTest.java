// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.internal.engine.fixtures.LockedMemoryLimit;
import io.bpfiterator.harness.internal.engine.fixtures.PossibleCpus;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.support.Extended;
import io.bpfiterator.support.NeedsMachines;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits and sizes that only some kernels have. */
@Extended
@Timeout(300)
@NeedsMachines
class KernelLimitsTest {

    private static void run(String environment, Map<String, String> settings, Class<?> fixture) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(Runs.ENVIRONMENTS, environment);
        all.put("bpfiterator.timeout", "120");
        Runs.with(all, selectClass(fixture)).testEvents().assertStatistics(tests -> tests.succeeded(1));
    }

    @Test
    void maps_have_values_for_more_possible_cpus_than_are_online() {
        run(
                // Since Linux 6.9, this argument adds no CPUs.
                "vm:5.10",
                Map.of(VmSettings.KERNEL_ARGUMENTS.key(), "possible_cpus=4", VmSettings.CPUS.key(), "1"),
                PossibleCpus.class);
    }

    @Test
    void the_limit_of_locked_memory_is_named_by_the_kernel_that_has_it() {
        run("vm:5.10", Map.of(), LockedMemoryLimit.class);
    }
}
