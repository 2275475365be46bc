// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.coverage;

import com.sun.jna.Memory;
import io.bpfiterator.internal.bytecode.Instruction;
import io.bpfiterator.internal.iterator.ProgramInfoQuery;
import io.bpfiterator.internal.libbpf.Bytes;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.Libbpf.MapCreateOptions;
import io.bpfiterator.internal.map.MapInfoQuery;
import io.bpfiterator.map.MapType;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The map of a loaded program's probes: an array with one element, which has a byte for each probe. */
final class ProbeMap implements AutoCloseable {

    private static final String NAME = "coverage";

    private final Fd fd;
    private final int probes;

    private ProbeMap(Fd fd, int probes) {
        this.fd = fd;
        this.probes = probes;
    }

    /** @throws io.bpfiterator.failure.BpfException if the kernel refuses */
    static ProbeMap create(int probes) {
        int created = Calls.checkLibbpf(
                Libbpf.libbpf()
                        .bpf_map_create(MapType.ARRAY.number(), NAME, Integer.BYTES, probes, 1, new MapCreateOptions()),
                "create the map of a program's coverage");
        return new ProbeMap(new Fd(created, "the map of a program's coverage"), probes);
    }

    int descriptor() {
        return fd.number();
    }

    /** Returns the probes that were executed. */
    BitSet hits() {
        Memory value = new Memory(probes);
        Calls.checkLibbpf(
                Libbpf.libbpf().bpf_map_lookup_elem(fd.number(), Bytes.copyOf(new byte[Integer.BYTES]), value),
                "read the coverage of a program");
        byte[] bytes = value.getByteArray(0, probes);
        BitSet hits = new BitSet(probes);
        for (int probe = 0; probe < probes; probe++) {
            hits.set(probe, bytes[probe] != 0);
        }
        return hits;
    }

    /**
     * Returns the probes that the verifier has kept in a program: all, if the kernel does not show its instructions.
     */
    BitSet keptIn(Fd program) {
        BitSet kept = new BitSet(probes);
        Optional<byte[]> translated = ProgramInfoQuery.translated(program.number());
        if (translated.isEmpty()) {
            kept.set(0, probes);
            return kept;
        }
        int id = MapInfoQuery.of(fd.number()).id();
        List<Instruction> code = Instruction.decode(translated.get());
        for (int at = 0; at < code.size(); at++) {
            Instruction instruction = code.get(at);
            if (instruction.isWide()
                    && instruction.source() == Instruction.PSEUDO_MAP_VALUE
                    && instruction.immediate() == id) {
                kept.set(code.get(at + 1).immediate());
            }
        }
        return kept;
    }

    @Override
    public void close() {
        fd.close();
    }
}
