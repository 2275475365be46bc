package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.EnvironmentException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that serves a directory to one guest.
 *
 * @param socket that it makes
 * @param view an empty directory here, if it needs one
 * @param messages the file for what it prints
 */
record FileServer(List<String> command, Path socket, Path view, Path messages) {

    /** Where the older virtiofsd keeps a file for each socket. */
    private static final Path LOCKS = Path.of("/run/virtiofsd");

    private static final int LIMIT_MILLISECONDS = 10_000;
    private static final int LOOK_MILLISECONDS = 5;

    /**
     * Starts it, and waits until it listens.
     *
     * @throws EnvironmentException if it does not
     */
    Process start() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(messages.toFile())
                .start();
        for (int waited = 0; !Files.exists(socket); waited += LOOK_MILLISECONDS) {
            if (process.waitFor(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                throw notServing(words());
            }
            if (waited > LIMIT_MILLISECONDS) {
                process.destroyForcibly().waitFor();
                throw notServing("virtiofsd has not made its socket within " + LIMIT_MILLISECONDS / 1000 + " s");
            }
        }
        // It serves to find out that two use one socket, which two runs never do, and would stay.
        Files.deleteIfExists(LOCKS.resolve(socket.toString().replace('/', '.') + ".pid"));
        return process;
    }

    private EnvironmentException notServing(String why) {
        return EnvironmentException.unavailable(
                "The kernel has no 9p, only virtiofs, and " + why + "; run as root, or boot a kernel with 9p",
                0,
                text());
    }

    /** Returns what has become of it, in its own words. */
    String words() {
        return "virtiofsd has ended: " + text().lines().reduce("it said nothing", (first, last) -> last);
    }

    private String text() {
        try {
            return Files.readString(messages, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new EnvironmentException("What virtiofsd printed can't be read from " + messages + ": " + e, e);
        }
    }

    /** Returns all that it leaves. */
    List<Path> files() {
        return List.of(socket, view, messages, Path.of(socket + ".pid"));
    }
}
