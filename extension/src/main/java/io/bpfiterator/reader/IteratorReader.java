package io.bpfiterator.reader;

import io.bpfiterator.btf.Btf;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.btf.RecordType;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
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
 * Reads the output of a BPF iterator. Every read method starts a new run: the kernel walks the iterator's elements
 * again and calls the program for each of them, as for a process that opens the pinned file and reads it to the end.
 *
 * <p>{@code EAGAIN} is retried for ten seconds; see {@link #retryingFor}. Every other error, even after some output, is
 * a {@link io.bpfiterator.failure.BpfException}: no method returns truncated output.
 *
 * <p>Readers are immutable and safe for use by several threads. A reader that the extension injected works until the
 * test ends.
 */
public final class IteratorReader {

    private static final int DEFAULT_CHUNK_SIZE = 64 * 1024;
    private static final Duration DEFAULT_RETRY = Duration.ofSeconds(10);

    private final IteratorSource source;
    private final int chunkSize;
    private final Duration retryFor;
    private final AtomicReference<@Nullable OutputHead> latest;

    /** Creates a reader; tests obtain theirs from the extension or from a {@link io.bpfiterator.BpfSession}. */
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

    /**
     * Returns a reader of the same iterator that reads at most {@code bytes} with each {@code read(2)}.
     *
     * @throws IllegalArgumentException if {@code bytes} is less than 1
     */
    public IteratorReader withChunkSize(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("The chunk size must be at least 1 byte, but is " + bytes + ".");
        }
        return new IteratorReader(source, bytes, retryFor, latest);
    }

    /**
     * Returns a reader of the same iterator that retries {@code EAGAIN} for {@code duration} before it throws.
     *
     * @throws IllegalArgumentException if {@code duration} is negative
     */
    public IteratorReader retryingFor(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("The duration must not be negative, but is " + duration + ".");
        }
        return new IteratorReader(source, chunkSize, duration, latest);
    }

    /** Returns the iterator's name, which is the name of its program or of its pinned file. */
    public String name() {
        return source.name();
    }

    /**
     * Returns the path of the pinned file, which any process with the required privilege can {@code cat}.
     *
     * @throws IllegalStateException if the iterator is not pinned
     */
    public Path path() {
        return source.path()
                .orElseThrow(() -> new IllegalStateException("Iterator " + name() + " has no path: it is not pinned."));
    }

    /** Starts a run and returns its stream, which the caller must close. */
    public IteratorInputStream open() {
        OutputHead head = new OutputHead();
        IteratorInputStream run = new IteratorInputStream(source, chunkSize, retryFor, head);
        latest.set(head);
        return run;
    }

    /** Reads a run to its end as bytes. */
    public byte[] bytes() {
        try (IteratorInputStream run = open()) {
            return run.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a run to its end as UTF-8. Invalid bytes become U+FFFD; NUL bytes are kept. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Reads a run to its end as lines, each without its {@code \n}; an empty output has no lines. */
    public List<String> lines() {
        return linesOf(text());
    }

    /**
     * Reads a run lazily, line by line, in constant memory. Close the stream to end the run, even after a terminal
     * operation. A stream that is not closed is closed together with the iterator.
     */
    @SuppressWarnings("resource")
    public Stream<String> stream() {
        IteratorInputStream run = open();
        Spliterator<String> lines =
                Spliterators.spliteratorUnknownSize(new LineIterator(run), Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(lines, false).onClose(run::close);
    }

    /**
     * Reads a run lazily as consecutive records that the program wrote with {@code bpf_seq_write}, in constant memory.
     * Close the stream to end the run, even after a terminal operation.
     *
     * <p>The operations of the stream throw a {@link BpfException} if the read fails, the Java type cannot represent a
     * value, or the output ends within a record.
     *
     * @throws BpfException if a record of the codec has no bytes
     */
    @SuppressWarnings("resource")
    public <T> Stream<T> records(Codec<T> codec) {
        if (codec.size() < 1) {
            throw Failure.invalid("Cannot read records of iterator " + name())
                    .because("a record of " + codec + " has no bytes")
                    .remedy("Describe a record of at least one byte")
                    .exception();
        }
        IteratorInputStream run = open();
        Spliterator<T> records = Spliterators.spliteratorUnknownSize(
                new RecordIterator<>(name(), run, codec), Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(records, false).onClose(run::close);
    }

    /**
     * Reads a run like {@link #records(Codec)}. The C struct has the simple name of the record in {@code snake_case}:
     * {@code TcpEvent} reads {@code struct tcp_event}.
     *
     * @throws BpfException as {@link #records(Class, String)}
     */
    public <T extends Record> Stream<T> records(Class<T> type) {
        return records(type, RecordType.snakeCase(type.getSimpleName()));
    }

    /**
     * Reads a run like {@link #records(Codec)}, as a C struct in the BTF of the program's object. See
     * {@link Codec#of(Class, Btf, int, String)} for how record components match members.
     *
     * @param struct the tag of a struct or union, or the name of its typedef
     * @throws BpfException if the object has no BTF, the BTF has no such struct, or the record does not match the
     *     struct
     */
    public <T extends Record> Stream<T> records(Class<T> type, String struct) {
        Btf btf = source.btf()
                .orElseThrow(() -> Failure.invalid("Cannot read records of iterator " + name() + " as struct " + struct)
                        .because("the BTF of its object is not available")
                        .remedy("Compile the program with clang -g, or describe the records with a Layout")
                        .exception());
        int id = btf.structId(struct).orElseThrow(() -> Failure.notFound(
                        "Cannot read records of iterator " + name() + " as struct " + struct)
                .because("the BTF of its object has only: " + String.join(", ", btf.structNames()))
                .remedy("Correct the name. To make clang emit the struct, declare a global variable: struct " + struct
                        + " *unused")
                .exception());
        return records(Codec.of(type, btf, id, "The records of iterator " + name()));
    }

    /** Reads a run as a table of cells separated by white space, whose first line names the columns. */
    public Table table() {
        return Table.withHeader(lines());
    }

    /** Reads a run as a table of cells separated by white space, whose columns have only positions. */
    public Table tableWithoutHeader() {
        return Table.withoutHeader(lines());
    }

    /** Returns the first 64 KiB that were read in the latest run, for reports; empty before the first run. */
    public Optional<String> latestOutput() {
        return Optional.ofNullable(latest.get()).map(OutputHead::text);
    }

    @Override
    public String toString() {
        return "iterator " + name() + source.path().map(path -> " at " + path).orElse("");
    }

    /** Splits an output into lines, only at {@code \n}, because a task's name, for example, may contain {@code \r}. */
    public static List<String> linesOf(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> lines = List.of(text.split("\n", -1));
        return text.endsWith("\n") ? lines.subList(0, lines.size() - 1) : lines;
    }
}
