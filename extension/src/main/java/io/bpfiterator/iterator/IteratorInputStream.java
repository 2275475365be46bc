// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.io.InputStream;
import org.apiguardian.api.API;

/**
 * Reads one run of an iterator with {@code read(2)}, one system call per chunk.
 *
 * <p>{@code FileInputStream.readAllBytes} fails on an iterator, because an iterator has no size and does not support
 * seeking. The kernel runs the program during the read and returns the output so far, so a chunk may be shorter than
 * requested.
 *
 * <p>Reads throw a {@link io.bpfiterator.failure.BpfException} at the point of the output where the kernel reports an
 * error, and an {@link IllegalStateException} after {@link #close}, unless the end of the output was reached before. A
 * read at the end asks the kernel again, which may have more output by then.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public abstract class IteratorInputStream extends InputStream {

    /** Creates a stream; {@link IteratorReader#open} returns one. */
    protected IteratorInputStream() {}

    @Override
    public abstract int read();

    /** Reads from the rest of the last chunk, or else from the next chunk, with at most one successful system call. */
    @Override
    public abstract int read(byte[] target, int offset, int length);

    /**
     * Sets the number of bytes that the next {@code read(2)} requests. What has been read already is returned first.
     *
     * @throws IllegalArgumentException if {@code bytes} is less than 1
     */
    public abstract void setChunkSize(int bytes);

    /**
     * Keeps the run open when its iterator, object and session are closed, so that the caller must close it. An open
     * run keeps the program, and what the program uses, in the kernel.
     *
     * @return this stream
     */
    public abstract IteratorInputStream persist();

    /** Returns the number of bytes that can be read without a system call. */
    @Override
    public abstract int available();

    /** Ends the run, so that the kernel releases its resources. */
    @Override
    public abstract void close();
}
