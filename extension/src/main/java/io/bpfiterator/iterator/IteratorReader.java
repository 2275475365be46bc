// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.internal.text.Lines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Reads the output of a BPF iterator. Every read method starts a new run: the kernel walks the iterator's elements
 * again and calls the program for each of them, as for a process that opens the pinned file and reads it to the end.
 *
 * <p>{@code EAGAIN} is retried until there has been no output for two minutes; see {@link #retryingFor}. Every other
 * error, even after some output, is a {@link io.bpfiterator.failure.BpfException}: no method returns truncated output.
 *
 * <p>Readers are immutable and safe for use by several threads. A reader that the extension injected works until the
 * test ends.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface IteratorReader {

    /**
     * Returns a reader of the same iterator that reads at most {@code bytes} with each {@code read(2)}.
     *
     * @throws IllegalArgumentException if {@code bytes} is less than 1
     */
    IteratorReader withChunkSize(int bytes);

    /**
     * Returns a reader of the same iterator whose reads fail after {@code duration} without output. The kernel answers
     * {@code EAGAIN} if the program returns 1, to be called again for the same element, and after a million elements
     * without output; the read is then repeated. By default the setting {@code bpfiterator.retry} applies.
     *
     * @throws IllegalArgumentException if {@code duration} is negative
     */
    IteratorReader retryingFor(Duration duration);

    /** Returns the iterator's name, which is the name of its program or of its pinned file. */
    String name();

    /**
     * Returns the path of the pinned file, which any process with the required privilege can {@code cat}.
     *
     * @throws IllegalStateException if the iterator is not pinned
     */
    Path path();

    /** Starts a run and returns its stream, which the caller must close. */
    IteratorInputStream open();

    /** Reads a run to its end as bytes. */
    byte[] bytes();

    /** Reads a run to its end as UTF-8. Invalid bytes become U+FFFD; NUL bytes are kept. */
    default String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /**
     * Reads a run to its end as lines, each without its {@code \n}; a {@code \r} before it is kept. An empty output has
     * no lines.
     */
    default List<String> lines() {
        return Lines.of(text());
    }

    /**
     * Reads a run lazily as the same lines as {@link #lines}, in constant memory. Close the stream to end the run, even
     * after a terminal operation. A stream that is not closed is closed together with the iterator.
     */
    Stream<String> stream();

    /**
     * Reads a run lazily as consecutive records that the program wrote with {@code bpf_seq_write}, in constant memory.
     * Close the stream to end the run, even after a terminal operation.
     *
     * <p>The operations of the stream throw a {@link io.bpfiterator.failure.BpfException} if the read fails, the Java
     * type cannot represent a value, or the output ends within a record.
     *
     * @throws io.bpfiterator.failure.BpfException if a record of the codec has no bytes
     */
    <T> Stream<T> records(Codec<T> codec);

    /**
     * Reads a run like {@link #records(Codec)}. The C struct has the simple name of the record in {@code snake_case}:
     * {@code TcpEvent} reads {@code struct tcp_event}.
     *
     * @throws io.bpfiterator.failure.BpfException as {@link #records(Class, String)}
     */
    <T extends Record> Stream<T> records(Class<T> type);

    /**
     * Reads a run like {@link #records(Codec)}, as a C struct in the BTF of the program's object. See {@link Codec} for
     * how record components match members.
     *
     * @param struct the tag of a struct or union, or the name of its typedef
     * @throws io.bpfiterator.failure.BpfException if the object has no BTF, the BTF has no such struct, or the record
     *     does not match the struct
     */
    <T extends Record> Stream<T> records(Class<T> type, String struct);

    /**
     * Reads a run as a table of cells separated by white space, whose first line names the columns.
     *
     * @throws io.bpfiterator.failure.BpfException if a row has more cells than the header names columns: then a cell
     *     contains blanks, and the table needs a {@link TableFormat}
     */
    default Table table() {
        return Table.withHeader(lines());
    }

    /**
     * Reads a run as a table in a format.
     *
     * @throws io.bpfiterator.failure.BpfException if a line does not have the format
     */
    default Table table(TableFormat format) {
        return Table.of(lines(), format);
    }

    /** Reads a run as a table of cells separated by white space, whose columns have only positions. */
    default Table tableWithoutHeader() {
        return Table.withoutHeader(lines());
    }

    /** Returns the first 64 KiB of the latest run that was read, for reports; empty before the first read. */
    Optional<String> latestOutput();
}
