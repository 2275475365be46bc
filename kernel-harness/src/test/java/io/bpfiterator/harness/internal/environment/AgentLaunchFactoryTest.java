// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent's JVM is given, whatever the JVM of the build has. */
class AgentLaunchFactoryTest {

    @Test
    void an_agent_may_always_make_native_calls(@TempDir Path directory) {
        assertThat(AgentLaunchFactory.launch(directory, key -> Optional.empty()).jvmArguments())
                .containsOnlyOnce("--enable-native-access=ALL-UNNAMED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=5005",
                "-agentlib:jdwp=server=y",
                "-Xrunjdwp:transport=dt_socket,address=localhost:0,server=y",
            })
    void an_agent_may_not_listen_for_a_debugger(String argument, @TempDir Path directory) {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> AgentLaunchFactory.launch(directory, jvm("-Xmx1g " + argument)))
                .withMessage("Cannot start a JVM with " + argument + " in bpfiterator.agent.jvm: every user of this"
                        + " machine could connect to its port, and run code as this user. Let the debugger listen and"
                        + " the JVM connect to it, with"
                        + " -agentlib:jdwp=transport=dt_socket,server=n,address=localhost:PORT. For virtual machines,"
                        + " set bpfiterator.vm.debug=true instead.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-agentlib:jdwp=transport=dt_socket,server=n,address=localhost:5005",
                "-agentlib:jdwp=transport=dt_socket,address=localhost:5005",
                "-Dserver=y",
            })
    void an_agent_may_connect_to_a_debugger(String argument, @TempDir Path directory) {
        assertThat(AgentLaunchFactory.launch(directory, jvm(argument)).jvmArguments())
                .contains(argument);
    }

    private static Settings jvm(String arguments) {
        return key -> key.equals("bpfiterator.agent.jvm") ? Optional.of(arguments) : Optional.empty();
    }

    @Test
    void an_agent_gets_the_access_and_the_assertions_of_this_jvm_but_not_its_memory_or_debugger() {
        List<String> given = List.of(
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--illegal-native-access=deny",
                "-da:com.example...",
                "-Xmx1g",
                "-agentlib:jdwp=transport=dt_socket,server=y");

        assertThat(AgentLaunchFactory.jvmArguments(given, key -> Optional.empty()))
                .contains("--add-opens=java.base/java.lang=ALL-UNNAMED", "--illegal-native-access=deny")
                .endsWith(BuildProperties.atStart(List.of(), System.getProperties())
                        .toArray(String[]::new))
                .contains("-da:com.example...")
                .doesNotContain("-Xmx1g", "-agentlib:jdwp=transport=dt_socket,server=y");
    }

    @Nested
    class A_vmlinux_h {

        @AfterEach
        void unset() {
            System.clearProperty("bpfiterator.vmlinux");
        }

        @Test
        void of_the_host_is_a_file_for_an_agent_on_another_kernel() {
            System.setProperty("bpfiterator.vmlinux", "host");

            assertThat(Path.of(AgentLaunchFactory.systemProperties().get("bpfiterator.vmlinux")))
                    .hasFileName("vmlinux.h")
                    .isRegularFile();
        }

        @Test
        void that_the_user_names_is_among_the_files_of_the_launch(@TempDir Path directory) throws Exception {
            Path header = Files.createFile(directory.resolve("vmlinux.h"));
            System.setProperty("bpfiterator.vmlinux", header.toString());

            assertThat(AgentLaunchFactory.launch(directory, key -> Optional.empty())
                            .otherFiles())
                    .contains(header);
        }
    }
}
