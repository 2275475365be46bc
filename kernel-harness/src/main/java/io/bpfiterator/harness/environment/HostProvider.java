package io.bpfiterator.harness.environment;

import io.bpfiterator.internal.settings.Settings;
import java.util.List;
import java.util.Optional;

/** Provides {@code host}: this machine, as it is. */
public final class HostProvider implements EnvironmentProvider {

    /** The name of its only environment. */
    public static final String NAME = "host";

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public Optional<Environment> environment(String name, Settings settings) {
        return name.equals(NAME) ? Optional.of(new HostEnvironment()) : Optional.empty();
    }

    private static final class HostEnvironment implements Environment {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public RunningEnvironment start(AgentLaunch launch) {
            return HostProcess.start(launch);
        }
    }
}
