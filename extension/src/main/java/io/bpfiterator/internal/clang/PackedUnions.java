// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.BtfType;
import io.bpfiterator.internal.btf.CType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Adds the attribute {@code packed} to unions in a header. libbpf's {@code btf_dump} writes it for structs only. */
final class PackedUnions {

    private static final String BEGIN = "union ";

    private final Set<String> firstLines;
    private boolean inside;

    private PackedUnions(Set<String> firstLines) {
        this.firstLines = firstLines;
    }

    /** Rewrites a header if one of its types requires that. */
    static void mark(Btf types, Path header) throws IOException {
        PackedUnions unions = new PackedUnions(types.types(BtfType.Struct.class)
                .filter(type -> type.union() && !type.name().isEmpty() && isPacked(types, type))
                .map(type -> BEGIN + type.name() + " {")
                .collect(Collectors.toSet()));
        if (!unions.firstLines.isEmpty()) {
            List<String> lines = Files.readAllLines(header);
            Files.write(header, lines.stream().map(unions::marked).toList());
        }
    }

    /** Returns whether the compiler would add padding at the end of the union. */
    private static boolean isPacked(Btf types, BtfType.Struct union) {
        // Members have an alignment of at most 8, so most unions need no look at their members.
        return union.size() % Long.BYTES != 0
                && union.members().stream()
                        .mapToInt(member -> CType.of(types, member.type()).alignment())
                        .anyMatch(alignment -> alignment > 1 && union.size() % alignment != 0);
    }

    private String marked(String line) {
        inside |= firstLines.contains(line);
        if (inside && line.equals("};")) {
            inside = false;
            return "} __attribute__((packed));";
        }
        return line;
    }
}
