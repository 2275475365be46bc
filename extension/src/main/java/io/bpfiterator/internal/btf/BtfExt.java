// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.internal.failure.MalformedFileException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The records of {@code .BTF.ext}, which {@link BtfExtCheck} has checked: the functions of an object, the lines of its
 * source, and its uses of the kernel's types (CO-RE).
 */
public final class BtfExt {

    private static final int INSTRUCTION_BYTES = 8;
    private static final int HEADER_WITH_RELOCATIONS = 32;
    private static final int COLUMN_BITS = 10;

    /**
     * The line of the source from which the instruction at an offset in bytes was compiled.
     *
     * @param path the path of the source, as clang was given it or found it
     * @param number 0 for an instruction that belongs to no line
     */
    public record Line(String section, int offset, String path, int number, String text) {

        /** Returns the last part of the path. */
        public String file() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /**
     * A use of a kernel's type.
     *
     * @param type the id of the type in the object's BTF
     * @param path the positions of the members that lead to a field, or the position of an enumerator: {@code 0:1}
     * @param kind what the instruction asks of the type, as a number in {@code enum bpf_core_relo_kind}
     */
    public record Relocation(String section, int offset, int type, String path, int kind) {}

    private record Function(String section, int offset, int type, String name) {}

    private interface Decoder<T> {
        T decode(String section, int at);
    }

    private final ByteBuffer data;
    private final Btf btf;
    private final List<Function> functions;
    private final List<Line> lines;
    private final List<Relocation> relocations;

    /** Decodes the contents of {@code .BTF.ext}, whose names are in {@code btf}. */
    public BtfExt(ByteBuffer data, Btf btf) {
        this.data = data;
        this.btf = btf;
        functions = part(
                8,
                (section, at) -> new Function(
                        section,
                        data.getInt(at),
                        data.getInt(at + 4),
                        btf.type(data.getInt(at + 4)).name()));
        lines = part(16, this::line);
        relocations = data.getInt(4) < HEADER_WITH_RELOCATIONS
                ? List.of()
                : part(
                        24,
                        (section, at) -> new Relocation(
                                section,
                                data.getInt(at),
                                data.getInt(at + 4),
                                btf.string(data.getInt(at + 8)),
                                data.getInt(at + 12)));
    }

    private Line line(String section, int at) {
        return new Line(
                section,
                data.getInt(at),
                btf.string(data.getInt(at + 4)),
                data.getInt(at + 12) >>> COLUMN_BITS,
                btf.string(data.getInt(at + 8)).strip());
    }

    private <T> List<T> part(int position, Decoder<T> decoder) {
        List<T> decoded = new ArrayList<>();
        int size = data.getInt(position + 4);
        int start = data.getInt(4) + data.getInt(position);
        int at = start + Integer.BYTES;
        while (at < start + size) {
            String section = btf.string(data.getInt(at));
            int count = data.getInt(at + 4);
            at += 2 * Integer.BYTES;
            for (int i = 0; i < count; i++) {
                decoded.add(decoder.decode(section, at));
                at += data.getInt(start);
            }
        }
        return decoded;
    }

    /**
     * Returns the line of an instruction of a function. Without the instruction, or if its line has another text,
     * returns the only line with the text: libbpf appends the functions that a program calls, so that their
     * instructions have other numbers in the kernel.
     *
     * @param instruction the number of the instruction in the program as the kernel sees it; negative if unknown
     */
    public Optional<Line> line(String function, int instruction, String text) {
        Optional<Line> exact = start(function).flatMap(start -> lines.stream()
                .filter(line -> line.section().equals(start.section())
                        && line.offset() >= start.offset()
                        && line.offset() <= start.offset() + instruction * INSTRUCTION_BYTES)
                .max(Comparator.comparingInt(Line::offset))
                .filter(line -> line.text().equals(text)));
        return exact.or(() -> onlyLine(text));
    }

    /**
     * Returns the lines of a function in the order of their instructions, at offsets from its start. Returns none if
     * several functions have the type, which then does not identify one.
     *
     * @param type the id of the function's type
     * @param bytes the size of the function's instructions
     */
    public List<Line> lines(int type, int bytes) {
        List<Function> found =
                functions.stream().filter(function -> function.type() == type).toList();
        if (found.size() != 1) {
            return List.of();
        }
        Function start = found.get(0);
        return lines.stream()
                .filter(line -> line.section().equals(start.section())
                        && line.offset() >= start.offset()
                        && line.offset() < start.offset() + bytes)
                .map(line -> new Line(
                        line.section(), line.offset() - start.offset(), line.path(), line.number(), line.text()))
                .sorted(Comparator.comparingInt(Line::offset))
                .toList();
    }

    private Optional<Line> onlyLine(String text) {
        List<Line> found =
                lines.stream().filter(line -> line.text().equals(text)).toList();
        boolean same = found.stream()
                        .map(line -> line.file() + ":" + line.number())
                        .distinct()
                        .count()
                == 1;
        return same ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Returns the use of a kernel's type in an instruction of a function; empty if the instruction has none. */
    public Optional<Relocation> relocation(String function, int instruction) {
        return start(function).flatMap(start -> relocations.stream()
                .filter(relocation -> relocation.section().equals(start.section())
                        && relocation.offset() == start.offset() + instruction * INSTRUCTION_BYTES)
                .findFirst());
    }

    /**
     * Returns the uses of kernels' types in all instructions.
     *
     * @throws MalformedFileException if one refers to a part that the object's own type does not have
     */
    public List<CoreRelocation> relocations() {
        return relocations.stream()
                .map(relocation -> CoreRelocation.of(btf, relocation))
                .toList();
    }

    private Optional<Function> start(String name) {
        return functions.stream()
                .filter(function -> function.name().equals(name))
                .findFirst();
    }
}
