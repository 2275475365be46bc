// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.surefire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.container.TestEngine;
import io.bpfiterator.harness.internal.engine.fixtures.GivenByTheBuild;
import io.bpfiterator.support.Extended;
import io.bpfiterator.support.NeedsContainers;
import io.bpfiterator.support.NeedsMachines;
import io.bpfiterator.support.Slow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jacoco.agent.rt.RT;
import org.jacoco.core.data.ExecutionData;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build gives its test JVM reaches the JVMs of the environments, so that a class has the same results there. */
@Slow
class SameJvmTest {

    @TempDir
    private Path directory;

    @Nested
    class Properties_variables_and_the_locale_reach {

        @Test
        void the_jvm_of_the_build() throws Exception {
            assertAllPassIn("none");
        }

        @Test
        void a_jvm_on_this_machine() throws Exception {
            assertAllPassIn("host");
        }

        @Test
        @NeedsContainers
        void a_container() throws Exception {
            assertAllPassIn("container");
        }

        @Test
        @NeedsMachines
        void a_virtual_machine() throws Exception {
            assertAllPassIn("vm:newest");
        }

        private void assertAllPassIn(String environment) throws Exception {
            SurefireRun run = SurefireRun.of(
                    directory,
                    "GivenByTheBuild",
                    "-Dbpfiterator.environments=" + environment,
                    "-Dbpfiterator.vm.warm=off",
                    "-Dbpfiterator.container.engine=" + engine(environment),
                    "-DargLine=" + GivenByTheBuild.ARGUMENTS,
                    "-Dfile.prefix=b",
                    "-Duser.timezone=Asia/Tokyo");

            assertThat(run.outcomes()).as(run.log()).hasSize(4).allSatisfy((test, outcome) -> assertThat(outcome)
                    .isEqualTo("passed"));
        }
    }

    @Nested
    class The_coverage_is_the_same_as_without_environments {

        @Test
        void on_this_machine() throws Exception {
            assertSameCoverageIn("host");
        }

        @Test
        @NeedsContainers
        void in_a_container() throws Exception {
            assertSameCoverageIn("container");
        }

        @Test
        @Extended
        @NeedsMachines
        void in_a_virtual_machine() throws Exception {
            assertSameCoverageIn("vm:newest");
        }

        private void assertSameCoverageIn(String environment) throws Exception {
            Map<String, Long> without = coverage("none");

            assertThat(without).containsKey("Environmental");
            assertThat(coverage(environment)).containsAllEntriesOf(without);
        }

        /** Returns the number of executed probes by class. */
        private Map<String, Long> coverage(String environment) throws Exception {
            Path file = directory.resolve(environment.replace(':', '-') + ".exec");
            SurefireRun run = SurefireRun.of(
                    directory,
                    "Environmental#passes",
                    "-Dbpfiterator.environments=" + environment,
                    "-Dbpfiterator.vm.warm=off",
                    "-Dbpfiterator.container.engine=" + engine(environment),
                    "-DargLine=-javaagent:" + agent() + "=destfile=" + file + ",includes=*.fixtures.Environmental");

            assertThat(run.succeeded()).as(run.log()).isTrue();
            return probes(file);
        }
    }

    /** Returns the engine for containers, which starts when it is first used. */
    private static String engine(String environment) {
        return environment.equals("container") ? TestEngine.PODMAN.address() : "podman";
    }

    private static Path agent() throws Exception {
        return Path.of(
                RT.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static Map<String, Long> probes(Path file) throws IOException {
        ExecFileLoader loader = new ExecFileLoader();
        loader.load(file.toFile());
        return loader.getExecutionDataStore().getContents().stream()
                .collect(Collectors.toMap(SameJvmTest::simpleName, SameJvmTest::executed, Long::sum, TreeMap::new));
    }

    private static String simpleName(ExecutionData data) {
        return data.getName().substring(data.getName().lastIndexOf('/') + 1);
    }

    private static long executed(ExecutionData data) {
        long executed = 0;
        for (boolean probe : data.getProbes()) {
            executed += probe ? 1 : 0;
        }
        return executed;
    }
}
