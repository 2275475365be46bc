// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.internal.engine.fixtures.EveryKind;
import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.engine.fixtures.Surroundings;
import io.bpfiterator.harness.internal.environment.AgentLaunchFactory;
import io.bpfiterator.harness.internal.run.RunDirectory;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.internal.cache.CacheDirectory;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.support.Extended;
import io.bpfiterator.support.NeedsMachines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.Event;

/** A machine that resumes with an agent that has already run tests is like one that starts its agent. */
@Extended
@Timeout(600)
@NeedsMachines
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WarmMachineTest {

    /**
     * The oldest kernel, which is not notified that it resumes. For other kernels and JDKs, run this class with these
     * system properties.
     */
    private static final String MACHINE = System.getProperty("warm.machine", "vm:5.10");

    private static final String JAVA = System.getProperty(
            "warm.java", Path.of(System.getProperty("java.home"), "bin", "java").toString());

    /** No user's machine has this much memory, which tells the snapshot of this test from others. In megabytes. */
    private static final int MEMORY = 1000;

    private static final Map<String, String> SETTINGS = Map.of(
            Runs.ENVIRONMENTS,
            MACHINE,
            VmSettings.MEMORY.key(),
            String.valueOf(MEMORY),
            VmSettings.ACCELERATION.key(),
            "tcg",
            "bpfiterator.timeout",
            "120");

    private static final List<String> DIFFERENT = List.of(
            "environment", "milliseconds to start", "milliseconds by stage", "console", "time", "random numbers");

    private static final DiscoverySelector[] TESTS = {
        selectClass(EveryKind.class), selectClass(Pids.class), selectClass(Surroundings.class)
    };

    private static EngineExecutionResults warm;
    private static EngineExecutionResults started;

    private static final Set<Path> SNAPSHOT = new HashSet<>();

    @BeforeAll
    static void takeSnapshot() throws IOException {
        Set<Path> before = snapshots();
        Settings settings = key -> Optional.ofNullable(SETTINGS.get(key));
        try (RunDirectory directory = RunDirectory.create()) {
            new VmProvider()
                    .machine(MACHINE, settings)
                    .warmUp(AgentLaunchFactory.launch(directory.path(), settings), new RunContext(1));
        }
        SNAPSHOT.addAll(snapshots());
        SNAPSHOT.removeAll(before);
        warm = run(true, TESTS);
        started = run(false, TESTS);
    }

    @AfterAll
    static void removeSnapshot() throws IOException {
        for (Path file : SNAPSHOT) {
            Files.deleteIfExists(file);
        }
    }

    /** Returns the files of snapshots that have this test's memory. */
    private static Set<Path> snapshots() throws IOException {
        Set<Path> snapshots = new HashSet<>();
        try (Stream<Path> files = Files.list(Files.createDirectories(CacheDirectory.resolve("warm")))) {
            for (Path memory :
                    (Iterable<Path>) files.filter(file -> file.toString().endsWith(".memory"))::iterator) {
                if (Files.size(memory) == (long) MEMORY << 20) {
                    snapshots.add(memory);
                    snapshots.add(Path.of(memory.toString().replaceAll("[.]memory$", ".devices")));
                }
            }
        }
        return snapshots;
    }

    private static EngineExecutionResults run(boolean warm, DiscoverySelector... selectors) {
        Map<String, String> configuration = new HashMap<>(SETTINGS);
        configuration.put(VmSettings.WARM.key(), warm ? "auto" : "off");
        EngineExecutionResults results = Runs.with(configuration, selectors);
        assertThat(entries(results).get("environment")).as("environment").satisfies(environment -> assertThat(
                        environment.contains("from a warm snapshot"))
                .isEqualTo(warm));
        return results;
    }

    private static Map<String, String> entries(EngineExecutionResults results) {
        Map<String, String> entries = new TreeMap<>();
        results.allEvents().reportingEntryPublished().stream()
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .forEach(entries::putAll);
        return entries;
    }

    @Test
    void its_snapshot_belongs_to_this_user_and_takes_no_more_than_400_megabytes() throws Exception {
        assertThat(SNAPSHOT).hasSize(2).allSatisfy(file -> assertThat(
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------"));
        Process du = new ProcessBuilder(Stream.concat(
                                Stream.of("du", "--total", "--block-size=1M"),
                                SNAPSHOT.stream().map(Path::toString))
                        .toList())
                .start();
        String total = new String(du.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .reduce("", (first, last) -> last);
        assertThat(Integer.parseInt(total.split("\\s")[0])).isBetween(100, 400);
    }

    @Test
    void tests_have_the_same_results() {
        assertThat(outcomes(warm)).hasSizeGreaterThan(10).isEqualTo(outcomes(started));
    }

    private static List<String> outcomes(EngineExecutionResults results) {
        return results.testEvents().finished().stream()
                .map(WarmMachineTest::outcome)
                .sorted()
                .toList();
    }

    private static String outcome(Event event) {
        var result = event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class);
        return event.getTestDescriptor().getUniqueId() + " " + result.getStatus() + " "
                + result.getThrowable().map(Throwable::getMessage).orElse("");
    }

    @Test
    void tests_see_the_same_surroundings() {
        Map<String, String> facts = entries(warm);
        Map<String, String> expected = entries(started);
        facts.keySet().removeAll(DIFFERENT);
        expected.keySet().removeAll(DIFFERENT);

        assertThat(facts).hasSizeGreaterThan(15).containsAllEntriesOf(expected);
    }

    @Test
    void each_machine_of_a_snapshot_has_the_time_and_random_numbers_of_its_own() {
        DiscoverySelector tests = selectClass(Surroundings.class);
        List<String> times = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        for (EngineExecutionResults machine : List.of(warm, started, run(true, tests), run(false, tests))) {
            Map<String, String> facts = entries(machine);
            times.add(facts.get("time"));
            numbers.addAll(List.of(facts.get("random numbers").split(" ")));
        }

        assertThat(times).isSorted();
        assertThat(Duration.between(Instant.parse(times.get(3)), Instant.now())).isLessThan(Duration.ofSeconds(60));
        assertThat(numbers).hasSize(24).doesNotHaveDuplicates();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void a_damaged_snapshot_is_removed_and_the_run_starts_a_jvm() throws Exception {
        for (Path file : SNAPSHOT) {
            if (file.toString().endsWith(".devices")) {
                Files.write(file, new byte[1000]);
            }
        }
        Map<String, String> configuration = new HashMap<>(SETTINGS);
        configuration.put(VmSettings.WARM.key(), "auto");

        EngineExecutionResults results = Runs.with(configuration, selectClass(Pids.class));

        results.testEvents().assertStatistics(tests -> tests.started(2).succeeded(2));
        assertThat(SNAPSHOT).noneMatch(Files::exists);
        assertThat(results.allEvents().reportingEntryPublished().stream()
                        .map(event ->
                                event.getRequiredPayload(ReportEntry.class).toString())
                        .collect(joining()))
                .doesNotContain("warm snapshot");
    }
}
