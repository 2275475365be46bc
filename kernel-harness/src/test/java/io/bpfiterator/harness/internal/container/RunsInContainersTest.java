// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import static io.bpfiterator.harness.support.Runs.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.engine.fixtures.Fatal;
import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.support.Runs;
import io.bpfiterator.support.NeedsContainers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Runs the JUnit engine with tests in containers of podman, and tests how it reports failures. */
@Timeout(120)
@NeedsContainers
class RunsInContainersTest {

    private static final TestEngine ENGINE = TestEngine.PODMAN;

    @AfterEach
    void all_containers_are_removed() {
        assertThat(ENGINE.containers()).isEmpty();
    }

    @Test
    void a_test_reads_the_iterator_of_this_machines_kernel() {
        run("container", Map.of(), Pids.class).testEvents().assertStatistics(tests -> tests.succeeded(2));
    }

    @Test
    void a_test_in_its_own_pid_namespace_does_not_find_itself() {
        EngineExecutionResults results = run("container", Map.of("bpfiterator.container.pid", "own"), Pids.class);

        assertThat(failure(results.testEvents(), "listsThisProcess(IteratorReader) [container]"))
                .isInstanceOf(AssertionError.class);
    }

    @Nested
    class A_test_that {

        @Test
        void exceeds_the_memory_limit_is_reported_as_killed() {
            EngineExecutionResults results = run(
                    "container",
                    Map.of("bpfiterator.container.memory", "256m", "bpfiterator.agent.jvm", "-Xmx2g"),
                    Fatal.TakesMemory.class,
                    Pids.class);

            assertThat(failure(results.testEvents(), "allThereIs() [container]"))
                    .hasMessageMatching("(?s)The agent in container was killed,? (perhaps )?by the OOM killer .*");
            results.testEvents().assertStatistics(tests -> tests.failed(1).succeeded(2));
        }

        @Test
        void ends_the_jvm_is_reported_with_the_call() {
            EngineExecutionResults results = run("container", Map.of(), Fatal.Exits.class);

            assertThat(failure(results.testEvents(), "exits() [container]"))
                    .hasMessageStartingWith("The agent in container ended with exit status 42: a test called");
        }

        @Test
        void blocks_forever_is_ended_with_its_container() {
            EngineExecutionResults results = run("container", Map.of("bpfiterator.timeout", "1"), Fatal.Blocks.class);

            assertThat(failure(results.testEvents(), "forEver() [container]"))
                    .hasMessageStartingWith("The agent in container was terminated: it sent no message for 1 s");
        }
    }

    @Nested
    class An_image {

        @TempDir
        private Path directory;

        @Test
        void with_java_and_libbpf_is_supported() throws Exception {
            ImageWithJava.build(ENGINE, "localhost/bpf-iterator-test-java:1", true, directory);

            run("container:localhost/bpf-iterator-test-java:1", Map.of(), Pids.class)
                    .testEvents()
                    .assertStatistics(tests -> tests.succeeded(2));
        }

        @Test
        void without_libbpf_fails_the_tests_that_require_it() throws Exception {
            ImageWithJava.build(ENGINE, "localhost/bpf-iterator-test-java-only:1", false, directory);

            EngineExecutionResults results =
                    run("container:localhost/bpf-iterator-test-java-only:1", Map.of(), Pids.class);

            results.testEvents().assertStatistics(tests -> tests.succeeded(1).failed(1));
            assertThat(failure(
                            results.testEvents(),
                            "listsThisProcess(IteratorReader) [container:localhost/bpf-iterator-test-java-only:1]"))
                    .hasMessageContaining("Cannot load libbpf 1.0 or newer");
        }

        @Test
        void that_does_not_exist_fails_each_test() {
            EngineExecutionResults results = run("container:localhost/no-such-image:1", Map.of(), Pids.class);

            assertThat(failure(results.testEvents(), "hasATag() [container:localhost/no-such-image:1]"))
                    .hasMessageContaining("has no image localhost/no-such-image:1");
        }
    }

    private static EngineExecutionResults run(String environment, Map<String, String> settings, Class<?>... classes) {
        Map<String, String> configuration = new HashMap<>(settings);
        configuration.put(Runs.ENVIRONMENTS, environment);
        configuration.put("bpfiterator.container.engine", ENGINE.address());
        return Runs.with(
                configuration,
                Stream.of(classes).map(DiscoverySelectors::selectClass).toArray(DiscoverySelector[]::new));
    }
}
