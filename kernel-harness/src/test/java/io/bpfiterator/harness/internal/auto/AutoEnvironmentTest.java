// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.auto;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.cache.FileCache;
import io.bpfiterator.internal.feature.FeatureProbes;
import io.bpfiterator.internal.feature.SimulatedKernel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutoEnvironmentTest {

    private static AutoEnvironment on(SimulatedKernel kernel, Map<String, String> settings) throws Exception {
        try (AutoCloseable running = kernel.asRunning()) {
            return AutoEnvironment.of(
                    HostVerdict.of(FeatureProbes.ofKernel()), key -> Optional.ofNullable(settings.get(key)));
        }
    }

    private static String line(SimulatedKernel kernel) throws Exception {
        return on(kernel, Map.of()).line();
    }

    @Nested
    class Auto {

        @Test
        void is_the_host_where_the_kernel_runs_every_iterator_that_it_names() throws Exception {
            assertThat(line(SimulatedKernel.withEverything()))
                    .isEqualTo("auto: this kernel runs every iterator that it names: using host");
        }

        @Test
        void is_the_host_of_an_older_kernel_too() throws Exception {
            assertThat(on(SimulatedKernel.withEverything().without("cgroup", "dmabuf"), Map.of())
                            .isHost())
                    .isTrue();
        }

        @Test
        void is_a_machine_where_the_kernel_refuses_a_target() throws Exception {
            assertThat(line(SimulatedKernel.withEverything().refusing("bpf_map_elem", Errno.EPERM)))
                    .isEqualTo("auto: this kernel refuses bpf_map_elem (EPERM): using vm:6.12");
        }

        @Test
        void is_a_machine_without_privilege() throws Exception {
            assertThat(line(SimulatedKernel.withEverything().withoutPrivilege()))
                    .isEqualTo("auto: this process lacks the privilege to load iterators: using vm:6.12");
        }

        @Test
        void is_a_machine_without_btf() throws Exception {
            assertThat(line(SimulatedKernel.withEverything().withoutBtf()))
                    .isEqualTo("auto: this kernel provides no BTF: using vm:6.12");
        }

        @Test
        void is_a_machine_where_a_probe_has_no_answer() throws Exception {
            assertThat(line(SimulatedKernel.withEverything().refusing("tcp", Errno.ENOMEM)))
                    .isEqualTo("auto: cannot determine whether this kernel runs tcp (the kernel returned cannot"
                            + " allocate memory (ENOMEM)): using vm:6.12");
        }

        @Test
        void is_the_machine_that_a_setting_names() throws Exception {
            assertThat(on(
                                    SimulatedKernel.withEverything().withoutPrivilege(),
                                    Map.of("bpfiterator.auto.machine", "vm:6.1"))
                            .environment())
                    .isEqualTo("vm:6.1");
        }
    }

    @Nested
    class TheJvmsOfOneBuild {

        @TempDir
        private Path directory;

        @Test
        void share_one_verdict() {
            FileCache verdicts = new FileCache(directory, 10);
            AtomicInteger probes = new AtomicInteger();

            for (int jvm = 0; jvm < 2; jvm++) {
                assertThat(BuildVerdict.of(verdicts, Optional.of(ProcessHandle.current()), () -> {
                            probes.incrementAndGet();
                            return new HostVerdict(false, "this kernel provides no BTF");
                        }))
                        .isEqualTo(new HostVerdict(false, "this kernel provides no BTF"));
            }

            assertThat(probes).hasValue(1);
        }

        @Test
        void ask_each_for_itself_where_no_build_has_started_them() {
            AtomicInteger probes = new AtomicInteger();

            for (int jvm = 0; jvm < 2; jvm++) {
                BuildVerdict.of(new FileCache(directory, 10), Optional.empty(), () -> {
                    probes.incrementAndGet();
                    return new HostVerdict(true, "");
                });
            }

            assertThat(probes).hasValue(2);
        }
    }

    @Nested
    class TestsMayLeaveThisJvm {

        @ParameterizedTest
        @ValueSource(strings = {"-Xmx1g", "-javaagent:/opt/idea/lib/idea_rt.jar=1234", "-ea"})
        void with_an_argument_that_is_not_about_the_code_under_test(String argument) {
            assertThat(Relocation.isAllowed(key -> Optional.empty(), List.of(argument)))
                    .isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n",
                    "-Xrunjdwp:transport=dt_socket",
                    "-javaagent:jacoco.jar=destfile=x"
                })
        void but_not_from_a_debugger_or_an_agent(String argument) {
            assertThat(Relocation.isAllowed(key -> Optional.empty(), List.of("-ea", argument)))
                    .isFalse();
        }

        @Test
        void but_not_under_strict() {
            assertThat(Relocation.isAllowed(
                            key -> key.equals("bpfiterator.strict") ? Optional.of("true") : Optional.empty(),
                            List.of()))
                    .isFalse();
        }
    }
}
