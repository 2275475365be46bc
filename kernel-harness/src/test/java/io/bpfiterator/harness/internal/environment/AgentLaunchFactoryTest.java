package io.bpfiterator.harness.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent's JVM is given, whatever the JVM of the build has. */
class AgentLaunchFactoryTest {

    @Test
    void an_agent_may_always_make_native_calls(@TempDir Path directory) {
        assertThat(AgentLaunchFactory.launch(directory, key -> Optional.empty()).jvmArguments())
                .containsOnlyOnce("--enable-native-access=ALL-UNNAMED");
    }
}
