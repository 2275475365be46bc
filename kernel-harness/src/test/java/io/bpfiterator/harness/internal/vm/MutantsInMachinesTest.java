// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.internal.loading.LoadedMutants;
import io.bpfiterator.support.Extended;
import io.bpfiterator.support.NeedsMachines;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/**
 * Damaged objects that pass the checks go into the kernel of a machine, which refuses or loads them: neither its JVM
 * nor the kernel ends.
 */
@Extended
@NeedsMachines
class MutantsInMachinesTest {

    @Test
    @Timeout(900)
    void do_no_harm() {
        EngineExecutionResults results = Runs.with(
                Map.of(Runs.ENVIRONMENTS, "vm:6.12", "bpfiterator.timeout", "600"), selectClass(LoadedMutants.class));

        results.testEvents().assertStatistics(tests -> tests.failed(0).succeeded(1));
        List<String> mutants = results.testEvents().reportingEntryPublished().stream()
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .flatMap(entry -> Stream.ofNullable(entry.get(LoadedMutants.MUTANTS)))
                .toList();
        System.out.println(mutants);
        assertThat(mutants).singleElement(STRING).endsWith(" were loaded");
    }
}
