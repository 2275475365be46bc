package io.bpfiterator.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads a BPF iterator. Every call is a new run of the iterator: the kernel walks its elements anew and calls the program
 * for each, as for a process that opens the pin and reads it to the end.
 *
 * <p>{@code EAGAIN} is retried for ten seconds ({@link #retryingFor}); every other error, also one that comes after some
 * output, is a {@link io.bpfiterator.kernel.BpfException}: no method returns a shortened output.
 *
 * <p>Readers are immutable and may be used by several threads at once. A reader that the extension injected works until
 * the test ends.
 */
public final class IteratorReader {

    private static final int DEFAULT_CHUNK_SIZE = 64 * 1024;
    private static final Duration DEFAULT_RETRY = Duration.ofSeconds(10);

    private final IteratorSource source;
    private final int chunkSize;
    private final Duration retryFor;
    private final AtomicReference<@Nullable OutputHead> latest;

    public IteratorReader(IteratorSource source) {
        this(source, DEFAULT_CHUNK_SIZE, DEFAULT_RETRY, new AtomicReference<>());
    }

    private IteratorReader(
            IteratorSource source, int chunkSize, Duration retryFor, AtomicReference<@Nullable OutputHead> latest) {
        this.source = source;
        this.chunkSize = chunkSize;
        this.retryFor = retryFor;
        this.latest = latest;
    }

    /** Returns a reader of the same iterator that asks the kernel for at most {@code bytes} in each {@code read(2)}. */
    public IteratorReader withChunkSize(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a chunk has at least 1 byte, not " + bytes);
        }
        return new IteratorReader(source, bytes, retryFor, latest);
    }

    /** Returns a reader of the same iterator that retries {@code EAGAIN} for {@code duration} before it is an error. */
    public IteratorReader retryingFor(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a duration to retry for is not negative: " + duration);
        }
        return new IteratorReader(source, chunkSize, duration, latest);
    }

    /** Returns the iterator's name: that of its program. */
    public String name() {
        return source.name();
    }

    /**
     * Returns the path of the pin, at which any process with the privilege can {@code cat} the iterator.
     *
     * @throws IllegalStateException if the iterator is not pinned
     */
    public Path path() {
        return source.path()
                .orElseThrow(() -> new IllegalStateException("Iterator " + name() + " has no path: it is not pinned"));
    }

    /** Starts a run, to be read in the caller's own time and closed by the caller. */
    public IteratorInputStream open() {
        OutputHead head = new OutputHead();
        IteratorInputStream run = new IteratorInputStream(source, chunkSize, retryFor, head);
        latest.set(head);
        return run;
    }

    /** Reads a run to its end. */
    public byte[] bytes() {
        try (IteratorInputStream run = open()) {
            return run.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a run to its end as UTF-8; a byte that is none becomes U+FFFD, and NUL bytes stay. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Reads a run to its end as lines, each without its {@code \n}; an empty output has no lines. */
    public List<String> lines() {
        return linesOf(text());
    }

    /**
     * Reads a run lazily, line by line, in constant memory. Close the stream, also after a terminal operation, to end the
     * run; what is left open is closed with the iterator.
     */
    @SuppressWarnings("resource")
    public Stream<String> stream() {
        IteratorInputStream run = open();
        Spliterator<String> lines =
                Spliterators.spliteratorUnknownSize(new LineIterator(run), Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(lines, false).onClose(run::close);
    }

    /** Reads a run as a table of cells set apart by white space, whose first line names the columns. */
    public Table table() {
        return Table.withHeader(lines());
    }

    /** Reads a run as a table of cells set apart by white space; its columns have positions, but no names. */
    public Table tableWithoutHeader() {
        return Table.withoutHeader(lines());
    }

    /** Returns the first 64 KiB of the latest run, as far as it was read; empty if there was none. For reports. */
    public Optional<String> latestOutput() {
        return Optional.ofNullable(latest.get()).map(OutputHead::text);
    }

    @Override
    public String toString() {
        return "iterator " + name() + source.path().map(path -> " at " + path).orElse("");
    }

    /** Splits an output into lines at {@code \n} alone: a task's name, say, may well have a {@code \r}. */
    public static List<String> linesOf(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> lines = List.of(text.split("\n", -1));
        return text.endsWith("\n") ? lines.subList(0, lines.size() - 1) : lines;
    }
}
