// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.ForkedTests.Result;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Tests;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An invalid setting fails every class that uses BPF, and no other class. */
class InvalidSettingsTest {

    private static final Map<String, String> INVALID = Map.of("bpfiterator.output.lines", "many");
    private static final String MESSAGE =
            "bpfiterator.output.lines is \"many\": it must be a whole number of lines between 0 and 1000000.";

    static class OnAParameter {
        @Test
        void test(@BpfIterator(obj = "/task.bpf.o") IteratorReader reader) {}
    }

    @BpfTest
    static class WithASession {
        @Test
        void test(BpfSession bpf) {}

        @Test
        void other() {}
    }

    @InNetworkNamespace
    static class InANetwork {
        @Test
        void test() {}
    }

    static class OneInANetwork {
        @Test
        @InNetworkNamespace
        void test() {}
    }

    @EnabledOnKernel(min = "99.0")
    static class Skipped {
        @Test
        void test() {}
    }

    static class Plain {
        @Test
        void test() {}
    }

    static Stream<Class<?>> usingBpf() {
        return Stream.of(OnAParameter.class, WithASession.class, InANetwork.class, OneInANetwork.class, Skipped.class);
    }

    @ParameterizedTest
    @MethodSource("usingBpf")
    @NeedsKernel
    void fails_a_class_that_uses_bpf_and_names_the_valid_values(Class<?> testClass) {
        assertThat(Tests.failure(Tests.run(testClass, INVALID)))
                .hasMessageEndingWith(MESSAGE)
                .satisfiesAnyOf(
                        failure -> assertThat(failure).isInstanceOf(ExtensionConfigurationException.class),
                        failure -> assertThat(failure).hasCauseInstanceOf(ExtensionConfigurationException.class));
    }

    @Test
    void fails_a_class_once() {
        Tests.run(WithASession.class, INVALID).allEvents().assertStatistics(events -> events.failed(1)
                .started(2));
    }

    @Test
    void fails_nothing_else() {
        Tests.run(Plain.class, INVALID).testEvents().assertStatistics(tests -> tests.succeeded(1));
    }

    @Nested
    class Environments_without_the_harness {

        @Test
        void fail_each_class_that_uses_bpf() {
            assertThat(Tests.failure(Tests.run(WithASession.class, Map.of("bpfiterator.environments", "vm:6.1, host"))))
                    .hasMessage(
                            "bpfiterator.environments is \"vm:6.1, host\", but bpf-iterator-kernel-harness is not on"
                                    + " the class path. Add it as a test dependency, or set bpfiterator.environments"
                                    + " = none for"
                                    + " this module.");
        }

        @Test
        void may_be_none() {
            Tests.run(InANetwork.class, Map.of("bpfiterator.environments", "none"))
                    .containerEvents()
                    .assertStatistics(events -> events.failed(0));
        }
    }

    @Nested
    class An_unknown_setting {

        @TempDir
        private Path directory;

        @Test
        void is_found_among_system_properties() throws Exception {
            Result result = ForkedTests.run(WithASession.class, List.of(), "-Dbpfiterator.enviroments=host");

            assertThat(result.exitStatus()).isEqualTo(1);
            assertThat(result.output())
                    .contains("Unknown setting bpfiterator.enviroments. Did you mean bpfiterator.environments?");
        }

        @Test
        void is_found_in_junits_file() throws Exception {
            Files.writeString(directory.resolve("junit-platform.properties"), "bpfiterator.strct = true\n");

            ClassLoader before = Thread.currentThread().getContextClassLoader();
            try (URLClassLoader loader =
                    new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
                Thread.currentThread().setContextClassLoader(new ClassLoader(before) {
                    @Override
                    public URL getResource(String name) {
                        URL found = loader.findResource(name);
                        return found == null ? super.getResource(name) : found;
                    }
                });
                assertThat(Tests.failure(Tests.run(WithASession.class)))
                        .hasMessage("Unknown setting bpfiterator.strct. Did you mean bpfiterator.strict?");
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }
    }
}
