package io.bpfiterator.reader;

import io.bpfiterator.btf.Btf;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.btf.RecordType;
import io.bpfiterator.failure.BpfException;
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
 * output, is a {@link io.bpfiterator.failure.BpfException}: no method returns a shortened output.
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

    /**
     * Reads a run lazily as records that a program wrote with {@code bpf_seq_write}, one behind the other, in constant
     * memory. Close the stream, also after a terminal operation, to end the run.
     *
     * <p>Taking a record from the stream is a {@link BpfException} if the read fails, the Java type can't hold what is
     * there, or the output ends within a record.
     */
    @SuppressWarnings("resource")
    public <T> Stream<T> records(Codec<T> codec) {
        if (codec.size() < 1) {
            throw new BpfException("Records without a byte can't be told apart: " + codec);
        }
        IteratorInputStream run = open();
        Spliterator<T> records = Spliterators.spliteratorUnknownSize(
                new RecordIterator<>(name(), run, codec), Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(records, false).onClose(run::close);
    }

    /**
     * Reads a run as {@link #records(Codec)} does, as the C struct with the record's simple name in {@code snake_case}:
     * {@code TcpEvent} is {@code struct tcp_event}.
     *
     * @throws BpfException as {@link #records(Class, String)}
     */
    public <T extends Record> Stream<T> records(Class<T> type) {
        return records(type, RecordType.snakeCase(type.getSimpleName()));
    }

    /**
     * Reads a run as {@link #records(Codec)} does, as a C struct of the object that the program comes from; see {@link
     * Codec#of(Class, Btf, int, String)} for how components find their members.
     *
     * @param struct the tag of a struct or union, or the name of a typedef of one
     * @throws BpfException if the object has no BTF, or no such struct in it, or the record does not go with the struct
     */
    public <T extends Record> Stream<T> records(Class<T> type, String struct) {
        Btf btf = source.btf()
                .orElseThrow(() -> new BpfException("Iterator " + name() + " is known without the BTF of its object;"
                        + " describe the records with a Layout, and compile the program with clang -g"));
        int id = btf.structId(struct)
                .orElseThrow(() -> new BpfException("Iterator " + name() + " has no struct " + struct
                        + " in the BTF of its object, which has: " + String.join(", ", btf.structNames())
                        + "; clang puts a struct there if a global variable has its type: struct " + struct
                        + " *unused"));
        return records(Codec.of(type, btf, id, "The records of iterator " + name()));
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
