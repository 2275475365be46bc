// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.spi.AgentLaunch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarmLaunchTest {

    private final WarmLaunch launch = WarmLaunch.of(
            new AgentLaunch(
                    List.of("-Xmx100m", "-Dname=value=1", "-Dflag"),
                    List.of(Path.of("/a.jar"), Path.of("/classes")),
                    Path.of("/project"),
                    List.of(),
                    Path.of("/run/directory"),
                    Path.of("/cache"),
                    Map.of()),
            Map.of("HOME", "/root"),
            Path.of("/files"),
            Path.of("/port"));

    @Test
    void is_the_command_line_of_the_agent_that_a_run_would_have_started() {
        assertThat(launch.properties())
                .containsEntry("name", "value=1")
                .containsEntry("flag", "")
                .containsEntry("bpfiterator.cache.shared", "/cache");
        assertThat(launch.variables()).containsExactly(Map.entry("HOME", "/root"));
        assertThat(launch.classPath()).containsExactly("/a.jar", "/classes");
        assertThat(launch.workingDirectory()).isEqualTo("/project");
        assertThat(launch.arguments()).containsExactly("/files", "/port");
    }

    @Test
    void is_the_same_after_it_was_sent() {
        assertThat(WarmLaunch.fromJson(launch.toJson())).isEqualTo(launch);
    }

    @Test
    void adds_what_the_running_jvm_does_not_have() {
        assertThat(launch.entriesBeyond("/b.jar:/a.jar")).containsExactly("/classes");
    }
}
