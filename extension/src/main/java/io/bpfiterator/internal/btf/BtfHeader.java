// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.internal.failure.MalformedFileException;
import java.nio.ByteBuffer;

/**
 * Where the parts of raw BTF are: {@code struct btf_header}.
 *
 * @param types the offset of the types in the raw BTF
 * @param strings the offset of the names in the raw BTF
 */
record BtfHeader(int types, int typeBytes, int strings, int stringBytes) {

    private static final int MAGIC = 0xeb9f;
    private static final int BYTES = 24;

    /** Reads the header at the beginning of raw BTF. */
    static BtfHeader of(ByteBuffer data) {
        if (data.limit() < BYTES || Short.toUnsignedInt(data.getShort(0)) != MAGIC) {
            throw new MalformedFileException(".BTF, with " + data.limit()
                    + " bytes, does not begin with a BTF header in this machine's byte order");
        }
        long header = unsigned(data, 4);
        long types = unsigned(data, 8);
        long typeBytes = unsigned(data, 12);
        long strings = unsigned(data, 16);
        long stringBytes = unsigned(data, 20);
        if (header < BYTES) {
            throw new MalformedFileException("the header of .BTF has only " + header + " bytes");
        }
        long end = header + strings + stringBytes;
        if (end > data.limit()) {
            throw new MalformedFileException(
                    "the names of .BTF end at " + end + ", but .BTF has only " + data.limit() + " bytes");
        }
        if (types % Integer.BYTES != 0 || types + typeBytes > strings) {
            throw new MalformedFileException("the types of .BTF are at " + types + " with " + typeBytes
                    + " bytes, but the names begin at " + strings);
        }
        int firstName = (int) (header + strings);
        if (stringBytes == 0 || data.get(firstName) != 0 || data.get((int) end - 1) != 0) {
            throw new MalformedFileException("the names of .BTF neither begin nor end with an empty name");
        }
        return new BtfHeader((int) (header + types), (int) typeBytes, firstName, (int) stringBytes);
    }

    private static long unsigned(ByteBuffer data, int offset) {
        return Integer.toUnsignedLong(data.getInt(offset));
    }
}
