// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jacoco.agent.rt.RT;
import org.jacoco.core.data.ExecutionData;
import org.jacoco.core.data.ExecutionDataWriter;
import org.jacoco.core.data.SessionInfo;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaAgentsTest {

    private static JavaAgents agents(String... arguments) {
        return new JavaAgents(List.of(arguments));
    }

    @Nested
    class An_agent {

        @TempDir
        private Path directory;

        @Test
        void is_loaded_with_its_options_and_its_jar_is_visible() throws Exception {
            Path jar = directory.resolve("any.jar");
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().putValue("Premain-Class", "com.example.Agent");
            new JarOutputStream(Files.newOutputStream(jar), manifest).close();
            JavaAgents agents = agents("-javaagent:" + jar + "=a=b,c", "-Xmx1g");

            assertThat(agents.toLoad()).containsExactly("-javaagent:" + jar + "=a=b,c");
            assertThat(agents.jars()).containsExactly(jar);
            assertThat(agents.jacocoFile()).isEmpty();
        }

        @Test
        void of_an_ide_is_not_loaded() {
            assertThat(agents("-javaagent:/ide/lib/idea_rt.jar=4711:/ide/bin").toLoad())
                    .isEmpty();
        }
    }

    @Nested
    class Jacoco {

        @TempDir
        private Path directory;

        private String loadedWith(String options) throws Exception {
            return "-javaagent:"
                    + Path.of(RT.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    + options;
        }

        @Test
        void records_the_same_and_writes_nothing_where_the_agent_runs() throws Exception {
            JavaAgents agents = agents(loadedWith("=destfile=/x/a.exec,append=true,includes=com.example.*"));

            assertThat(agents.toLoad()).containsExactly(loadedWith("=includes=com.example.*,output=none"));
            assertThat(agents.jacocoFile()).contains(new JacocoFile(Path.of("/x/a.exec")));
        }

        @Test
        void writes_to_its_usual_file_without_options() throws Exception {
            JavaAgents agents = agents(loadedWith(""));

            assertThat(agents.toLoad()).containsExactly(loadedWith("=output=none"));
            assertThat(agents.jacocoFile())
                    .contains(new JacocoFile(Path.of("jacoco.exec").toAbsolutePath()));
        }

        @Test
        void is_not_loaded_if_it_listens_on_a_port_that_only_one_jvm_can_have() throws Exception {
            JavaAgents agents = agents(loadedWith("=output=tcpserver,port=6300"));

            assertThat(agents.toLoad()).isEmpty();
            assertThat(agents.jacocoFile()).isEmpty();
        }

        @Test
        void reads_what_two_environments_have_added_to_the_file_as_one() throws Exception {
            JacocoFile file = new JacocoFile(directory.resolve("target/jacoco.exec"));
            file.append(recorded(true, false), "first");
            file.append(recorded(false, true), "second");

            ExecFileLoader loader = new ExecFileLoader();
            loader.load(file.path().toFile());
            assertThat(loader.getExecutionDataStore().get(42).getProbes()).containsExactly(true, true);
        }

        private Path recorded(boolean... probes) throws IOException {
            Path file = Files.createTempFile(directory, "recorded", ".exec");
            try (OutputStream out = Files.newOutputStream(file)) {
                ExecutionDataWriter writer = new ExecutionDataWriter(out);
                writer.visitSessionInfo(new SessionInfo("session", 1, 2));
                writer.visitClassExecution(new ExecutionData(42, "com/example/Type", probes));
            }
            return file;
        }

        @Test
        void gets_nothing_that_is_not_in_its_format() throws Exception {
            JacocoFile file = new JacocoFile(directory.resolve("jacoco.exec"));
            byte[] whole = Files.readAllBytes(recorded(true));
            Path damaged = directory.resolve("damaged");
            for (byte[] content : List.of(new byte[0], "text".getBytes(), Arrays.copyOf(whole, 40))) {
                Files.write(damaged, content);

                assertThatExceptionOfType(EnvironmentException.class)
                        .isThrownBy(() -> file.append(damaged, "vm:newest"))
                        .withMessageContaining("Cannot add the coverage of vm:newest to " + file.path()
                                + ": the agent sent something else than JaCoCo writes.");
            }
            assertThat(file.path()).doesNotExist();
        }
    }
}
