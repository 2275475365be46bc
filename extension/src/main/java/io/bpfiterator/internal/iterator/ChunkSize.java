// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

/** The number of bytes that one {@code read(2)} requests. */
final class ChunkSize {

    static final int DEFAULT = 64 * 1024;

    private ChunkSize() {}

    /** @throws IllegalArgumentException if the size is less than 1 */
    static int require(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("The chunk size must be at least 1 byte, but is " + bytes + ".");
        }
        return bytes;
    }
}
