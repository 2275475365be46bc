// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.support;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.environment.HostProvider;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.Environment;
import io.bpfiterator.harness.spi.EnvironmentProvider;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.harness.spi.RunningEnvironment;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.SettingsProvider;
import io.bpfiterator.internal.settings.ValueType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Provides faulty environments, {@code second}, which is the host with a property set, and {@code confined}, whose
 * agent does not write this machine's files.
 */
public final class FaultyProvider implements EnvironmentProvider, SettingsProvider {

    private static final String OWN_KERNEL = "faulty:own-kernel-";

    /** The prefix of environments that follow the script of {@code scripted}, with a kernel of their own. */
    private static final String SCRIPTED_KERNEL = "scripted:";

    /** What the agent of the environment {@code scripted} does. */
    private static volatile ScriptedAgent.Script script = ScriptedAgent.Line::start;

    private static final Map<String, Function<AgentLaunch, RunningEnvironment>> STARTS = Map.of(
            "second", launch -> host(with(launch, "-Dfixtures.second=true", launch.classPath())),
            "faulty:refused", FaultyProvider::refuse,
            "faulty:no-jvm", launch -> host(with(launch, "-XX:NoSuchFlag", launch.classPath())),
            "faulty:no-classes", launch -> host(with(launch, "-ea", withoutTestClasses(launch))),
            "faulty:old", launch -> new ScriptedAgent(launch, new Message.Hello(99, "17", "6.1", "amd64")),
            "faulty:rude", launch -> new ScriptedAgent(launch, new Message.DumpThreads()),
            "confined", ConfinedProcess::new,
            "faulty:hostile", FaultyProvider::publishElsewhere,
            "scripted", launch -> new ScriptedAgent(launch, script),
            "faulty:gone", launch -> new ScriptedAgent(launch, Message.Hello.ofThisJvm()));

    /** Sets what the agent of the environment {@code scripted} does in the next runs. */
    public static void follow(ScriptedAgent.Script next) {
        script = next;
    }

    @Override
    public List<String> names() {
        return List.of("faulty:…");
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(
                Setting.of("bpfiterator.faulty.delay", ValueType.number("seconds", 1, 9), "1", "Delays nothing."));
    }

    @Override
    public Optional<Environment> environment(String name, Function<String, Optional<String>> parameters) {
        if (name.startsWith(SCRIPTED_KERNEL)) {
            return Optional.of(new OwnKernel(name, launch -> new ScriptedAgent(launch, script)));
        }
        return name.startsWith(OWN_KERNEL)
                ? Optional.of(new OwnKernel(name, FaultyProvider::refuse))
                : Optional.ofNullable(STARTS.get(name)).map(start -> new Faulty(name, start));
    }

    /** Starts an agent that publishes files of this machine. */
    private static RunningEnvironment publishElsewhere(AgentLaunch launch) {
        String id = "[engine:junit-jupiter]/[class:" + Pids.class.getName() + "]";
        return new ScriptedAgent(
                launch,
                Message.Hello.ofThisJvm(),
                new Message.Started(id),
                new Message.FilePart(1, "../../../../../../etc/shadow", ""),
                new Message.FilePublished(1, id, "", "shadow", null),
                new Message.FilePublished(2, id, "", "/etc/shadow", null),
                new Message.FilePublished(3, id, "", "..", null));
    }

    private static RunningEnvironment refuse(AgentLaunch launch) {
        throw Failure.absent("This environment cannot be started")
                .remedy("Use another")
                .exception(EnvironmentException::new);
    }

    private static RunningEnvironment host(AgentLaunch launch) {
        return new HostProvider()
                .environment("host", parameter -> Optional.empty())
                .orElseThrow()
                .start(launch, RunContext.NONE);
    }

    private static AgentLaunch with(AgentLaunch launch, String jvmArgument, List<Path> classPath) {
        List<String> jvmArguments = Stream.concat(launch.jvmArguments().stream(), Stream.of(jvmArgument))
                .toList();
        return new AgentLaunch(
                jvmArguments,
                classPath,
                launch.workingDirectory(),
                launch.otherFiles(),
                launch.directory(),
                launch.cache(),
                launch.variables());
    }

    private static List<Path> withoutTestClasses(AgentLaunch launch) {
        return launch.classPath().stream()
                .filter(entry -> !entry.endsWith("test-classes"))
                .toList();
    }

    private record Faulty(String name, Function<AgentLaunch, RunningEnvironment> starter) implements Environment {

        @Override
        public RunningEnvironment start(AgentLaunch launch, RunContext run) {
            return starter.apply(launch);
        }
    }

    /** Has a kernel of its own, and says how many environments of the run do. */
    private record OwnKernel(String name, Function<AgentLaunch, RunningEnvironment> start) implements Environment {

        @Override
        public boolean hasOwnKernel() {
            return true;
        }

        @Override
        public RunningEnvironment start(AgentLaunch launch, RunContext run) {
            if (name.startsWith(OWN_KERNEL)) {
                throw Failure.absent("Kernels in this run: " + run.kernels()).exception(EnvironmentException::new);
            }
            return start.apply(launch);
        }
    }
}
