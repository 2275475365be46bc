// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.internal.failure.MalformedFileException;
import io.bpfiterator.internal.text.Count;
import java.nio.ByteBuffer;
import java.util.function.ToLongFunction;

/**
 * Checks the records of {@code .BTF.ext}, which describe the instructions of an object: the types of functions, the
 * lines of the source, and the fields of the kernel's types (CO-RE) that they use. {@code Documentation/bpf/btf.rst} of
 * the kernel describes the format.
 */
public final class BtfExtCheck {

    private static final int MAGIC = 0xeb9f;
    private static final int SMALLEST_HEADER = 24;
    private static final int HEADER_WITH_RELOCATIONS = 32;
    private static final int INSTRUCTION_BYTES = 8;

    /** The most digits of a number in the description of a field, which libbpf reads as an {@code int}. */
    private static final int MOST_DIGITS = 9;

    /** Checks a record whose first word, the offset of its instruction, is checked already. */
    private interface RecordCheck {
        /** Returns what is wrong with the record at an offset; empty if nothing is. */
        String problem(int at);
    }

    private final ByteBuffer data;
    private final Btf btf;
    private final ToLongFunction<String> sectionSizes;

    private BtfExtCheck(ByteBuffer data, Btf btf, ToLongFunction<String> sectionSizes) {
        this.data = data;
        this.btf = btf;
        this.sectionSizes = sectionSizes;
    }

    /**
     * Checks all records.
     *
     * @param sectionSizes returns the size of a section by its name, -1 if the object has no such section
     * @throws MalformedFileException if a record contradicts another part of the object
     */
    public static void check(ByteBuffer data, Btf btf, ToLongFunction<String> sectionSizes) {
        new BtfExtCheck(data, btf, sectionSizes).check();
    }

    private void check() {
        if (data.limit() < SMALLEST_HEADER || Short.toUnsignedInt(data.getShort(0)) != MAGIC) {
            throw new MalformedFileException(".BTF.ext does not begin with a header");
        }
        long header = unsigned(4);
        if (header < SMALLEST_HEADER || header > data.limit()) {
            throw new MalformedFileException(
                    ".BTF.ext has " + data.limit() + " bytes, but its header claims " + header);
        }
        part("function", header, 8, 8, this::function);
        part("line", header, 16, 16, this::line);
        if (header >= HEADER_WITH_RELOCATIONS) {
            part("relocation", header, 24, 16, this::relocation);
        }
    }

    /** Checks one kind of records, whose offset and size are in the header. */
    private void part(String kind, long header, int position, int smallestRecord, RecordCheck check) {
        long size = unsigned(position + 4);
        long start = header + unsigned(position);
        if (size == 0) {
            return;
        }
        if (start % Integer.BYTES != 0 || size < Integer.BYTES || start + size > data.limit()) {
            throw new MalformedFileException("the " + kind + " records of .BTF.ext are at " + start + " with " + size
                    + " bytes, but .BTF.ext has " + data.limit() + " bytes");
        }
        int end = (int) (start + size);
        long recordBytes = unsigned((int) start);
        if (recordBytes < smallestRecord || recordBytes % Integer.BYTES != 0) {
            throw new MalformedFileException(
                    "a " + kind + " record of .BTF.ext cannot have " + Count.of(recordBytes, "byte"));
        }
        for (int at = (int) start + Integer.BYTES; at < end; ) {
            at = section(kind, at, end, recordBytes, check);
        }
    }

    /** Checks the records of one section, and returns the offset after them. */
    private int section(String kind, int at, int end, long recordBytes, RecordCheck check) {
        if (end - at < 2 * Integer.BYTES) {
            throw malformed(kind, "end in the middle of a section's header");
        }
        if (!isName(at)) {
            throw malformed(kind, "are for a section whose name " + outside(at));
        }
        String section = btf.string(data.getInt(at));
        long count = unsigned(at + 4);
        int first = at + 2 * Integer.BYTES;
        if (count == 0 || count > (end - first) / recordBytes) {
            throw malformed(kind, "for " + section + " cannot be " + Count.of(count, "record"));
        }
        long code = sectionSizes.applyAsLong(section);
        for (int i = 0; i < count; i++) {
            int record = first + i * (int) recordBytes;
            String problem = code >= 0 && unsigned(record) + INSTRUCTION_BYTES > code
                    ? "is about an instruction at " + unsigned(record) + ", but the section has "
                            + Count.of(code, "byte")
                    : check.problem(record);
            if (!problem.isEmpty()) {
                throw new MalformedFileException(kind + " record " + i + " of .BTF.ext for " + section + " " + problem);
            }
        }
        return first + (int) (count * recordBytes);
    }

    private static MalformedFileException malformed(String kind, String problem) {
        return new MalformedFileException("the " + kind + " records of .BTF.ext " + problem);
    }

    private String function(int at) {
        int type = data.getInt(at + 4);
        return type <= 0 || type >= btf.size() || btf.kindOf(type) != BtfKind.FUNC
                ? "refers to type " + Integer.toUnsignedString(type) + ", which is not a function"
                : "";
    }

    private String line(int at) {
        if (!isName(at + 4)) {
            return "has a file whose name " + outside(at + 4);
        }
        return isName(at + 8) ? "" : "has a line whose text " + outside(at + 8);
    }

    private String relocation(int at) {
        int type = data.getInt(at + 4);
        if (type < 0 || type >= btf.size()) {
            return "refers to type " + Integer.toUnsignedString(type) + ", but the last is " + (btf.size() - 1);
        }
        if (!isName(at + 8)) {
            return "has a path that " + outside(at + 8);
        }
        String path = btf.string(data.getInt(at + 8));
        return isPath(path) ? "" : "has the path \"" + path + "\" instead of one such as 0:1";
    }

    /** Returns whether a string has the form of a path to a member: numbers that are separated by colons. */
    private static boolean isPath(String path) {
        int digits = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == ':' && digits > 0) {
                digits = 0;
            } else if (c >= '0' && c <= '9' && digits < MOST_DIGITS) {
                digits++;
            } else {
                return false;
            }
        }
        return digits > 0;
    }

    private boolean isName(int at) {
        return unsigned(at) < btf.stringBytes();
    }

    private String outside(int at) {
        return "is at " + unsigned(at) + ", but the names have " + btf.stringBytes() + " bytes";
    }

    private long unsigned(int at) {
        return Integer.toUnsignedLong(data.getInt(at));
    }
}
