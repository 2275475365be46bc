// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.trace;

import com.sun.jna.Memory;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.bpffs.DetachedMount;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.kernel.Teardown;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.internal.process.ProcessDirectories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A trace buffer of our own, which records what {@code bpf_printk} prints from its creation on. It leaves the lines in
 * the global buffer to those who read them there.
 *
 * <p>A killed JVM leaves its instance behind; the next JVM that creates one removes it.
 */
final class TraceInstance implements AutoCloseable {

    private static final Path MOUNTED = Path.of("/sys/kernel/tracing");
    private static final String PREFIX = "bpf-iterator-";

    /** The default is more than a megabyte for each processor. */
    private static final String BUFFER_KILOBYTES = "128";

    private static final int CHUNK_BYTES = 16 * 1024;

    private final @Nullable DetachedMount mount;
    private final Path directory;
    private final Fd pipe;

    private TraceInstance(@Nullable DetachedMount mount, Path directory, Fd pipe) {
        this.mount = mount;
        this.directory = directory;
        this.pipe = pipe;
    }

    /**
     * Creates an instance.
     *
     * @throws io.bpfiterator.failure.BpfException if tracefs cannot be mounted
     * @throws IOException if it has no instances, or no event for {@code bpf_printk}
     */
    static TraceInstance create() throws IOException {
        DetachedMount mount = Files.isDirectory(MOUNTED.resolve("instances")) ? null : DetachedMount.of("tracefs");
        try {
            return in(mount);
        } catch (IOException | RuntimeException e) {
            if (mount != null) {
                mount.close();
            }
            throw e;
        }
    }

    private static TraceInstance in(@Nullable DetachedMount mount) throws IOException {
        Path root = mount == null ? MOUNTED : mount.path();
        Path directory = directories(root).create();
        try {
            write(directory.resolve("buffer_size_kb"), BUFFER_KILOBYTES);
            write(event(directory), "1");
            Path pipe = directory.resolve("trace_pipe");
            int number = Calls.checkLibc(
                    Libc.libc().open(pipe.toString(), Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC),
                    errno -> Failure.failed("Cannot open " + pipe));
            return new TraceInstance(mount, directory, new Fd(number, pipe.toString()));
        } catch (IOException | RuntimeException e) {
            Files.delete(directory);
            throw e;
        }
    }

    static ProcessDirectories directories(Path tracefs) {
        return new ProcessDirectories(
                tracefs.resolve("instances"), PREFIX, (directory, owner) -> Files.delete(directory));
    }

    private static Path event(Path directory) {
        return directory.resolve("events/bpf_trace/bpf_trace_printk/enable");
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.WRITE);
    }

    /** Returns the lines since the last call; an empty text without any. */
    String read() {
        StringBuilder text = new StringBuilder();
        Memory chunk = new Memory(CHUNK_BYTES);
        while (true) {
            long length = Libc.libc().read(pipe.number(), chunk, CHUNK_BYTES);
            int errno = Calls.errnoOfLibc(length);
            if (errno == 0 && length > 0) {
                text.append(new String(chunk.getByteArray(0, (int) length), StandardCharsets.UTF_8));
            } else if (!Errno.EINTR.is(errno)) {
                return text.toString();
            }
        }
    }

    @Override
    public void close() {
        Teardown teardown = new Teardown();
        teardown.close(pipe);
        teardown.close(() -> write(event(directory), "0"));
        teardown.close(() -> Files.delete(directory));
        if (mount != null) {
            teardown.close(mount);
        }
        teardown.finish();
    }
}
