// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.warm.WarmAgent;
import io.bpfiterator.harness.spi.AgentLaunch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmAgentLaunchTest {

    @TempDir
    Path directory;

    private Path harness;
    private Path library;
    private Path classes;

    @BeforeEach
    void createClassPath() throws Exception {
        harness = jar("bpf-iterator-kernel-harness-1.jar", "a/Harness.class");
        library = jar("users-library-1.jar", "a/Library.class");
        classes = Files.createDirectory(directory.resolve("classes"));
    }

    private Path jar(String name, String entry) throws Exception {
        Path file = directory.resolve(name);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new ZipEntry(entry));
        }
        return file;
    }

    private AgentLaunch launch(String... jvmArguments) {
        return new AgentLaunch(
                List.of(jvmArguments),
                List.of(classes, library, harness),
                directory,
                List.of(),
                directory,
                directory,
                Map.of("LANG", "C.UTF-8"));
    }

    private static WarmAgentLaunch warm(AgentLaunch launch) {
        return WarmAgentLaunch.of(launch, Path.of("/usr/bin/java"));
    }

    @Test
    void has_only_the_jars_of_frameworks_which_come_first_in_the_class_path_of_a_run() {
        AgentLaunch launch = launch();

        assertThat(warm(launch).frameworks().jars()).containsExactly(harness);
        assertThat(warm(launch).classPath(launch)).containsExactly(harness, library, classes);
    }

    @Test
    void has_the_arguments_that_a_running_jvm_cannot_be_given() {
        assertThat(warm(launch("-Xmx100m", "-Duser.language=de", "-Dmy.property=1", "-Duser.timezone=UTC"))
                        .jvmArguments())
                .contains("-Xmx100m", "-Duser.language=de", "--add-opens=java.base/java.lang=ALL-UNNAMED")
                .doesNotContain("-Dmy.property=1", "-Duser.timezone=UTC");
    }

    @Nested
    class A_run_needs_a_jvm_of_its_own {

        @Test
        void if_an_agent_instruments_it() {
            assertThat(WarmAgentLaunch.obstacle(launch("-javaagent:/jacoco.jar=destfile=/x")))
                    .contains("a running JVM cannot be given -javaagent:/jacoco.jar=destfile=/x");
        }

        @Test
        void if_the_harness_is_in_a_directory() throws Exception {
            Path harness = classes.resolve(WarmAgent.CLASS_FILE);
            Files.createDirectories(harness.getParent());
            Files.createFile(harness);

            assertThat(WarmAgentLaunch.obstacle(launch()))
                    .contains("the kernel harness is in a directory of the class path, and not in a jar");
        }

        @Test
        void if_the_order_of_the_class_path_matters() throws Exception {
            Files.createFile(Files.createDirectory(classes.resolve("a")).resolve("Library.class"));

            assertThat(WarmAgentLaunch.obstacle(launch()))
                    .contains("a directory and a jar of the class path both contain a/Library.class");
        }

        @Test
        void in_no_other_case() {
            assertThat(WarmAgentLaunch.obstacle(launch("-Xmx100m"))).isEmpty();
        }
    }
}
