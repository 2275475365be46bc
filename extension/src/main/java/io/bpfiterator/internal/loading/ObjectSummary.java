// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.internal.btf.BtfExt;
import io.bpfiterator.internal.btf.CoreRelocation;
import io.bpfiterator.internal.failure.MalformedFileException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an object contains, as far as a user who did not write it wants to know.
 *
 * @param relocations the uses of kernels' types, each once, by name and kind
 */
public record ObjectSummary(
        List<Program> programs, List<Map> maps, List<Global> globals, List<CoreRelocation> relocations) {

    /**
     * A program.
     *
     * @param target the iterator's target; empty for a program that is not an iterator
     */
    public record Program(String name, String section, Optional<String> target) {}

    /**
     * A map that the object declares.
     *
     * @param type in the words of bpftool, or a number that this library does not know
     * @param maxEntries the number of elements that it declares
     */
    public record Map(String name, String type, int maxEntries) {}

    /**
     * A global variable.
     *
     * @param section {@code .rodata} for a constant
     * @param bytes its size
     */
    public record Global(String name, String section, int bytes) {}

    static ObjectSummary of(ObjectDescription description) {
        return new ObjectSummary(
                description.programs().stream()
                        .map(program -> new Program(program.name(), program.section(), program.target()))
                        .toList(),
                description.maps().stream()
                        .filter(map -> map.dataSection().isEmpty())
                        .map(map -> new Map(map.name(), map.typeName(), map.maxEntries()))
                        .toList(),
                new GlobalVariables(description)
                        .all().stream()
                                .map(variable -> new Global(
                                        variable.name(),
                                        variable.map().dataSection().orElseThrow(),
                                        variable.size()))
                                .toList(),
                relocations(description));
    }

    private static List<CoreRelocation> relocations(ObjectDescription description) {
        SortedMap<String, CoreRelocation> uses = new TreeMap<>();
        try {
            description
                    .extension()
                    .map(BtfExt::relocations)
                    .orElse(List.of())
                    .forEach(use -> uses.putIfAbsent(use.name() + " " + use.kind(), use));
            return List.copyOf(uses.values());
        } catch (MalformedFileException e) {
            throw ObjectCheck.damaged(description.file(), e);
        }
    }
}
