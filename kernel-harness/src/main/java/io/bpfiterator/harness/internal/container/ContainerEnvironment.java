// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.KernelConfig;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.Environment;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.harness.spi.RunningEnvironment;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Runs an agent in a container on the running kernel; each agent has a new container. */
final class ContainerEnvironment implements Environment {

    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final Path BPFFS = Path.of("/sys/fs/bpf");
    private static final String ROOT = "0:0";

    /** The directory for the agent's files, in memory. */
    private static final Path DIRECTORY = Path.of("/run/bpf-iterator");

    private static final String ONLY_ROOT = "rw,nosuid,nodev,mode=0700";

    private final String name;
    private final Userland userland;
    private final ContainerSettings settings;

    ContainerEnvironment(String name, Userland userland, ContainerSettings settings) {
        this.name = name;
        this.userland = userland;
        this.settings = settings;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public RunningEnvironment start(AgentLaunch launch, RunContext run) {
        if (!settings.privileges().mayMount()) {
            requireBpffs();
        }
        Engine engine = EngineSearch.find(settings.engine());
        try {
            requireThisKernel(engine);
            CompletableFuture<Void> cleanup = StaleContainers.remove(engine);
            Userland.Image image = userland.imageOn(engine);
            // An image has no configuration of the kernel that runs it.
            String id = create(
                    engine,
                    image,
                    KernelConfig.ofRunning().map(launch::withKernelConfig).orElse(launch));
            return RunningContainer.start(
                    engine,
                    id,
                    description(engine),
                    cleanup,
                    new StartFailures(settings, image.name(), launch.socket()));
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /**
     * Compares the kernel of Docker, since Docker Desktop shows this machine's files to another kernel. Podman, which
     * takes long to report its kernel, is recognized only by the files.
     */
    private static void requireThisKernel(Engine engine) {
        if (engine.product().equals("Docker")) {
            String kernel = engine.client().infoCmd().exec().getKernelVersion();
            OtherMachine.byKernel(
                            engine.name(), Objects.requireNonNullElse(kernel, ""), System.getProperty("os.version"))
                    .ifPresent(failure -> {
                        throw failure.exception(EnvironmentException::new);
                    });
        }
    }

    private String description(Engine engine) {
        return engine.name() + ", " + settings.privileges().description() + ", " + userland.description();
    }

    private void requireBpffs() {
        try {
            if (Files.isDirectory(BPFFS) && Files.getFileStore(BPFFS).type().equals("bpf")) {
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot examine " + BPFFS, e);
        }
        throw Failure.absent("Cannot pin iterators in a container "
                        + settings.privileges().description())
                .because("no bpffs is mounted at " + BPFFS
                        + ", and without CAP_SYS_ADMIN the container cannot mount one")
                .remedy("Mount it (mount -t bpf bpf " + BPFFS + "), or add SYS_ADMIN to "
                        + ContainerParameters.PRIVILEGES)
                .exception(EnvironmentException::new);
    }

    private String create(Engine engine, Userland.Image image, AgentLaunch launch) {
        List<String> command = launch.command(image.java(), DIRECTORY, launch.socket());
        try {
            return engine.client()
                    .createContainerCmd(image.name())
                    .withEntrypoint(command.subList(0, 1))
                    .withCmd(command.subList(1, command.size()))
                    .withEnv(environment(launch))
                    .withWorkingDir(launch.workingDirectory().toString())
                    .withUser(ROOT)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .withLabels(StaleContainers.labels())
                    .withHostConfig(hostConfig(launch))
                    .exec()
                    .getId();
        } catch (RuntimeException e) {
            throw new StartFailures(settings, image.name(), launch.socket()).explain(engine, e);
        }
    }

    private List<String> environment(AgentLaunch launch) {
        Map<String, String> variables = new TreeMap<>(userland.variables());
        variables.putAll(launch.variables());
        return variables.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }

    private HostConfig hostConfig(AgentLaunch launch) {
        HostConfig config = HostConfig.newHostConfig()
                .withBinds(binds(launch))
                .withMounts(socket(launch))
                .withTmpFs(Map.of(DIRECTORY.toString(), ONLY_ROOT))
                .withNetworkMode(settings.network())
                // In a namespace of its own, a test would see other cgroup paths than a cgroup iterator prints.
                .withCgroupnsMode("host")
                // The output is read while it is printed, so the engine need not store it.
                .withLogConfig(new LogConfig(LoggingType.NONE));
        settings.privileges().grant(config);
        if (!settings.ownPids()) {
            config.withPidMode("host");
        }
        settings.memory().ifPresent(bytes -> config.withMemory(bytes).withMemorySwap(bytes));
        return config;
    }

    /**
     * Returns the mount of the socket. Unlike a bind, which creates what is missing, it makes an engine that does not
     * see this machine's files refuse to create the container. That it is read-only does not prevent connecting.
     */
    private static List<Mount> socket(AgentLaunch launch) {
        String path = launch.socket().toString();
        return Files.exists(launch.socket())
                ? List.of(new Mount()
                        .withType(MountType.BIND)
                        .withSource(path)
                        .withTarget(path)
                        .withReadOnly(true))
                : List.of();
    }

    private List<Bind> binds(AgentLaunch launch) {
        Mounts mounts = new Mounts(userland.binds());
        userland.javaHome().ifPresent(mounts::readOnly);
        userland.libraries().forEach(mounts::readOnly);
        launch.readOnly().forEach(mounts::readOnly);
        mounts.writable(CGROUPS);
        if (!settings.privileges().mayMount()) {
            mounts.writable(BPFFS);
        }
        return mounts.binds();
    }
}
