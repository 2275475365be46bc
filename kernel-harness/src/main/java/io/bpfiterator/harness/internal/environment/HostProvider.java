// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.Environment;
import io.bpfiterator.harness.spi.EnvironmentProvider;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.harness.spi.RunningEnvironment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Provides the environment {@code host}: a separate JVM on this machine. */
public final class HostProvider implements EnvironmentProvider {

    /** The name of the environment. */
    public static final String NAME = "host";

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public Optional<Environment> environment(String name, Function<String, Optional<String>> parameters) {
        return name.equals(NAME) ? Optional.of(new HostEnvironment()) : Optional.empty();
    }

    private static final class HostEnvironment implements Environment {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public RunningEnvironment start(AgentLaunch launch, RunContext run) {
            return HostProcess.start(launch);
        }
    }
}
