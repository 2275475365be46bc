// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.internal.engine.fixtures.Plain;
import io.bpfiterator.support.Slow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What a suite without BPF pays for the harness on its class path, in classes that are loaded. */
@Slow
class PlainSuiteTest {

    private static final String HARNESS = "io.bpfiterator.harness.internal.";
    private static final Pattern LOADED =
            Pattern.compile("\\[class,load] (" + Pattern.quote(HARNESS) + "\\S+) source:");

    private static Set<String> loaded;

    @BeforeAll
    static void run_it_in_a_jvm_of_its_own() throws Exception {
        loaded = LOADED.matcher(log(Suite.class))
                .results()
                .map(result -> result.group(1))
                .filter(name -> !name.contains("$$Lambda"))
                .collect(Collectors.toSet());
    }

    @Test
    void is_discovered_by_the_engine() {
        assertThat(loaded).contains(HARNESS + "engine.HarnessEngine", HARNESS + "engine.discovery.BpfUse");
    }

    @Test
    void loads_nothing_that_only_a_run_needs() {
        assertThat(loaded)
                .filteredOn(name -> !name.startsWith(HARNESS + "engine.discovery."))
                .filteredOn(name -> !name.startsWith(HARNESS + "engine.descriptor."))
                .filteredOn(name -> !name.startsWith(HARNESS + "settings."))
                .containsExactlyInAnyOrder(
                        HARNESS + "engine.HarnessEngine",
                        HARNESS + "auto.AutoEnvironment", // The type of a parameter; it is not initialized.
                        Plain.class.getName(),
                        Suite.class.getName());
    }

    private static String log(Class<?> main) throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        // The verifier loads classes that no code uses.
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-BytecodeVerificationRemote",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        main.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jvm.waitFor()).as(output).isZero();
        return output;
    }

    /** Runs a class as build tools do, which name each class. */
    static final class Suite {

        private Suite() {}

        public static void main(String[] arguments) {
            LauncherFactory.create()
                    .execute(LauncherDiscoveryRequestBuilder.request()
                            .selectors(selectClass(Plain.class))
                            .build());
        }
    }
}
