// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static io.bpfiterator.harness.support.Runs.ENVIRONMENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.internal.engine.fixtures.Compiling;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.internal.cache.CacheDirectory;
import io.bpfiterator.support.NeedsMachines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** A source that an environment compiles. */
@Timeout(180)
@NeedsMachines
class CompilingTest {

    private static final String CACHE = "bpfiterator.cache";
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    @TempDir
    private Path directory;

    private Path usersCache;

    /** Uses a cache without objects, but with the kernels, snapshots and archives of the user's cache. */
    @BeforeEach
    void useAnotherCache() throws Exception {
        usersCache = CacheDirectory.path();
        for (String kept : List.of("kernels", "snapshots", "kvm", "archives")) {
            Files.createDirectories(usersCache.resolve(kept));
            Files.createSymbolicLink(directory.resolve(kept), usersCache.resolve(kept));
        }
        System.setProperty(CACHE, directory.toString());
    }

    @AfterEach
    void useTheUsersCache() {
        System.setProperty(CACHE, usersCache.toString());
    }

    @Test
    void is_compiled_by_the_host_while_a_machine_waits() throws Exception {
        assertThat(compiledIn("vm:6.12", "host")).isEqualTo("0");
        assertThat(objects()).isNotEmpty().allSatisfy(object -> assertThat(Files.readAllBytes(object))
                .startsWith(ELF));
    }

    @Test
    void is_compiled_by_the_host_for_the_next_run_if_the_environment_compiled_it() throws Exception {
        assertThat(compiledIn("confined", "environment")).isEqualTo("1");
        List<Path> objects = objects();
        assertThat(objects).isNotEmpty().allSatisfy(object -> assertThat(Files.readAllBytes(object))
                .startsWith(ELF));

        assertThat(compiledIn("confined", "environment")).isEqualTo("0");
        assertThat(objects()).isEqualTo(objects);
    }

    private static String compiledIn(String environment, String compiler) {
        EngineExecutionResults results = Runs.with(
                Map.of(ENVIRONMENTS, environment, "bpfiterator.timeout", "120", "bpfiterator.agent.compile", compiler),
                selectClass(Compiling.class));
        results.testEvents().assertStatistics(tests -> tests.succeeded(1));
        return results.allEvents().reportingEntryPublished().stream()
                .map(event -> event.getRequiredPayload(ReportEntry.class)
                        .getKeyValuePairs()
                        .get(Compiling.COMPILED))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private List<Path> objects() throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("objects"))) {
            return files.filter(file -> file.toString().endsWith(".bpf.o")).toList();
        }
    }
}
