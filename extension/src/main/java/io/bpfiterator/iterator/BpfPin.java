// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * A pinned iterator: a file in a bpffs. Each opening of the file starts a run. Closing the pin removes the file, unless
 * {@link #persist} was called.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface BpfPin extends AutoCloseable {

    /** Returns the name of the iterator's program. */
    String name();

    /** Returns the path of the file, as other processes reach it. */
    Path path();

    /** Returns a reader, which works until this pin is closed. */
    IteratorReader reader();

    /**
     * Keeps the file when this pin is closed: the iterator outlives its object and this process until the file is
     * removed. A file in a temporary bpffs is nevertheless removed with the bpffs.
     */
    BpfPin persist();

    @Override
    void close();
}
