// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.coverage;

import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.BtfExt;
import io.bpfiterator.internal.bytecode.Instruction;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines and functions of the instructions of a program.
 *
 * <p>libbpf appends the functions that a program calls to its instructions. Their types lead back to the places in the
 * object for which it has line numbers.
 */
public final class SourceLines {

    /** A line of a source. */
    record Place(String file, int line) {}

    private final @Nullable Place[] places;
    private final String[] functions;

    /**
     * Finds the lines of a program's instructions.
     *
     * @param size the number of the instructions
     * @param types the types of the functions by the numbers of their first instructions
     */
    public SourceLines(int size, SortedMap<Integer, Integer> types, BtfExt records, Btf btf) {
        places = new Place[size];
        functions = new String[size];
        types.forEach((start, type) -> {
            SortedMap<Integer, Integer> later = types.tailMap(start + 1);
            int end = later.isEmpty() ? size : later.firstKey();
            String name = btf.type(type).name();
            for (int at = start; at < end; at++) {
                functions[at] = name;
            }
            addLines(start, end, records.lines(type, (end - start) * Instruction.BYTES));
        });
    }

    private void addLines(int start, int end, List<BtfExt.Line> lines) {
        for (int i = 0; i < lines.size(); i++) {
            BtfExt.Line line = lines.get(i);
            int next = i + 1 < lines.size() ? start + lines.get(i + 1).offset() / Instruction.BYTES : end;
            // Line 0 has the instructions that the compiler assigns to none.
            if (line.number() > 0) {
                Place place = new Place(line.path(), line.number());
                for (int at = start + line.offset() / Instruction.BYTES; at < next; at++) {
                    places[at] = place;
                }
            }
        }
    }

    /** Returns the line of an instruction; empty if it belongs to none. */
    Optional<Place> line(int instruction) {
        return Optional.ofNullable(places[instruction]);
    }

    /** Returns the name of the function of an instruction. */
    String function(int instruction) {
        return functions[instruction];
    }

    /** Returns whether any instruction has a line. */
    public boolean isEmpty() {
        for (Place place : places) {
            if (place != null) {
                return false;
            }
        }
        return true;
    }
}
