// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.killed;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.internal.clang.BpfCompiler;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** The main class of the JVMs that are killed. */
final class KilledMain {

    /** On a busy machine, emulated ones are slow, and a run that fails for that reason shows nothing about kills. */
    private static final String PATIENCE_SECONDS = "600";

    private KilledMain() {}

    /**
     * Compiles a source, or runs tests in an environment.
     *
     * @param arguments {@code compile} and the source; or {@code run}, the environment, the directory of the report,
     *     and whether to run the tests that require namespaces
     */
    public static void main(String[] arguments) {
        if (arguments[0].equals("compile")) {
            new BpfCompiler().compile(Path.of(arguments[1]));
            return;
        }
        Map<String, String> configuration = new HashMap<>(Map.of(
                Runs.ENVIRONMENTS,
                arguments[1],
                "bpfiterator.report.directory",
                arguments[2],
                "bpfiterator.vm.acceleration",
                "tcg",
                "bpfiterator.vm.boot.timeout",
                PATIENCE_SECONDS,
                "bpfiterator.timeout",
                PATIENCE_SECONDS));
        boolean namespaces = Boolean.parseBoolean(arguments[3]);
        EngineExecutionResults results = namespaces
                ? Runs.with(configuration, selectClass(Workload.class), selectClass(Workload.InNamespace.class))
                : Runs.with(configuration, selectClass(Workload.class));
        results.testEvents().failed().stream().forEach(System.out::println);
        boolean passed = results.testEvents().failed().count() == 0
                && results.testEvents().succeeded().count() > 0;
        System.exit(passed ? 0 : 1);
    }
}
