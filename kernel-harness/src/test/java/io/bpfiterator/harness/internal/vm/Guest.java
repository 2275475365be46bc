// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import io.bpfiterator.harness.internal.kernel.Kernels;
import io.bpfiterator.harness.internal.run.Progress;
import io.bpfiterator.harness.internal.vm.machine.VirtualMachine;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.harness.spi.RunContext;
import io.bpfiterator.internal.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A virtual machine that runs {@link GuestMain}, and the host's end of its port in place of the engine's. */
final class Guest implements AutoCloseable {

    final Path directory;
    final VirtualMachine machine;
    private final ServerSocketChannel server;
    private SocketChannel port;
    private BufferedReader answers;

    Guest(Kernel kernel, Path directory, Map<String, String> settings, String... jvmArguments) throws IOException {
        this.directory = directory;
        List<Path> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(":"))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(Files::exists)
                .toList();
        String testClasses = classPath.stream()
                .filter(entry ->
                        Files.exists(entry.resolve(GuestMain.class.getName().replace('.', '/') + ".class")))
                .findFirst()
                .orElseThrow()
                .toString();
        // The launch appends the agent's main class, which becomes an argument of this main class.
        List<String> arguments = Stream.of(
                        Stream.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                        Arrays.stream(jvmArguments),
                        Stream.of("-classpath", testClasses, GuestMain.class.getName()))
                .flatMap(each -> each)
                .toList();
        AgentLaunch launch = new AgentLaunch(
                arguments,
                classPath,
                Path.of("").toAbsolutePath(),
                List.of(),
                directory,
                directory.resolve("cache"),
                Map.of("GREETING", "it's \"here\""));
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(launch.socket()));
        machine = environment(kernel, settings).start(launch, RunContext.NONE);
    }

    static VmEnvironment environment(Kernel kernel, Map<String, String> settings) {
        Settings found = parameter ->
                Optional.ofNullable(parameter.equals(VmSettings.WARM.key()) ? "off" : settings.get(parameter));
        VmOptions options = VmOptions.of(found);
        return new VmEnvironment(
                "vm:test",
                new MachineRequirements(options, kernel::description),
                () -> kernel,
                booted -> Kernels.ofThisMachine(Progress.onStandardError()).modules("6.12", booted),
                options,
                settings,
                Progress.onStandardError());
    }

    /** Waits for the JVM, sends it a line, and returns its answer. */
    String ask(String line) throws IOException {
        if (port == null) {
            port = server.accept();
            answers = new BufferedReader(Channels.newReader(port, StandardCharsets.UTF_8));
            String first = answers.readLine();
            if (!"ready".equals(first)) {
                throw new IOException("The guest sent " + first + ", and "
                        + machine.ended()
                                .completeOnTimeout("still runs", 5, TimeUnit.SECONDS)
                                .join() + "; console:\n"
                        + machine.console().text());
            }
        }
        port.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return answers.readLine();
    }

    /** Waits until the guest has ended, and returns the diagnosis. */
    String ended() throws Exception {
        return machine.ended().get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try (server) {
            machine.close();
            if (port != null) {
                port.close();
            }
            Files.deleteIfExists(directory.resolve("agent.sock"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
