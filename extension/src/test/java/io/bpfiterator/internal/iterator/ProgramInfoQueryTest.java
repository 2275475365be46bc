// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.iterator.ProgramInfo;
import io.bpfiterator.support.NeedsKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BpfTest
@NeedsKernel
class ProgramInfoQueryTest {

    private static LoadedProgram load(BpfSession bpf, String object, String program) {
        return (LoadedProgram) bpf.open(object).only(program).load().program(program);
    }

    @Test
    void says_whether_the_license_is_compatible_with_the_kernels(BpfSession bpf, @TempDir Path directory)
            throws IOException {
        String source = Files.readString(Path.of("src/test/bpf/two_iterators.bpf.c"));
        Path proprietary = directory.resolve("proprietary.bpf.c");
        Files.writeString(proprietary, source.replace("\"GPL\"", "\"Proprietary\""));
        Files.copy(Path.of("src/test/bpf/bpf_iter.h"), directory.resolve("bpf_iter.h"));

        assertThat(load(bpf, "/two_iterators.bpf.o", "drop_all").info().gplCompatible())
                .isTrue();
        assertThat(load(bpf, proprietary.toString(), "drop_all").info().gplCompatible())
                .isFalse();
    }

    @Test
    void has_the_offset_and_type_of_each_function(BpfSession bpf) {
        LoadedProgram program = load(bpf, "/functions.bpf.o", "dump_sums");
        ProgramInfo info = program.info();
        assertThat(info.functions()).isGreaterThan(1);

        Memory functions = ProgramInfoQuery.functions(program.fd().number(), info.functions());

        assertThat(functions.size()).isEqualTo((long) info.functions() * ProgramInfoQuery.FUNCTION_BYTES);
        assertThat(functions.getInt(0)).as("offset of the first").isZero();
        assertThat(functions.getInt(4)).as("type of the first").isPositive();
        assertThat(functions.getInt(ProgramInfoQuery.FUNCTION_BYTES))
                .as("offset of the second")
                .isPositive();
    }

    @Test
    void has_the_instructions_after_verification(BpfSession bpf) {
        LoadedProgram program = load(bpf, "/task.bpf.o", "dump_task");
        ProgramInfo info = program.info();

        byte[] instructions = ProgramInfoQuery.translated(program.fd().number()).orElseThrow();

        assertThat(instructions).hasSize(info.translatedBytes());
        assertThat(info.instructions()).isEqualTo(instructions.length / 8);
        assertThat(instructions[instructions.length - 8]).as("exit").isEqualTo((byte) 0x95);
    }
}
