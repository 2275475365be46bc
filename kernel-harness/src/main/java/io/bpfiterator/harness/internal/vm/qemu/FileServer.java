// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.process.ParentDeathSignal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A virtiofsd process that serves a directory to one guest.
 *
 * @param socket the socket that virtiofsd creates
 * @param view where the command creates an empty directory, if it needs a mount point
 * @param messages the file for the output of virtiofsd
 */
public record FileServer(List<String> command, Path socket, Path view, Path messages) {

    /** Where the older virtiofsd creates a file for each socket. */
    private static final Path LOCKS = Path.of("/run/virtiofsd");

    private static final int LIMIT_MILLISECONDS = 10_000;
    private static final int POLL_MILLISECONDS = 5;

    /**
     * Starts virtiofsd, which ends with the calling thread or this JVM, and waits until it listens.
     *
     * @throws EnvironmentException if virtiofsd exits, or does not listen within 10 seconds
     */
    public Process start() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(ParentDeathSignal.on(command))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(messages.toFile())
                .start();
        for (int waited = 0; !Files.exists(socket); waited += POLL_MILLISECONDS) {
            if (process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                throw notServing(failure());
            }
            if (waited > LIMIT_MILLISECONDS) {
                process.destroyForcibly().waitFor();
                throw notServing("virtiofsd did not create its socket within " + LIMIT_MILLISECONDS / 1000 + " s");
            }
        }
        // The file guards against a second process on the same socket. Sockets are never shared by runs, and virtiofsd
        // does not remove the file.
        Files.deleteIfExists(LOCKS.resolve(socket.toString().replace('/', '.') + ".pid"));
        return process;
    }

    private EnvironmentException notServing(String why) {
        return Failure.absent("Cannot share files with a kernel that has no 9p")
                .because(why)
                .remedy("Run as root, or boot a kernel with 9p")
                .log(text())
                .exception(EnvironmentException::new);
    }

    /** Describes why virtiofsd exited, with the last line of its output. */
    public String failure() {
        return "virtiofsd exited: " + text().lines().reduce("it printed nothing", (first, last) -> last);
    }

    private String text() {
        try {
            return Files.readString(messages, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw Failure.failed("Cannot read the output of virtiofsd in " + messages)
                    .because(e)
                    .exception(EnvironmentException::new);
        }
    }

    /** Returns the files and directories that virtiofsd leaves behind. */
    public List<Path> files() {
        return List.of(socket, view, messages, Path.of(socket + ".pid"));
    }
}
