// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.figures;

import static io.bpfiterator.harness.internal.figures.SampleFigures.complexity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The CSV of veristat, of which each version and each choice of columns can be read. */
class VeristatTest {

    @TempDir
    private Path directory;

    private List<VerifiedProgram> read(String text) throws IOException {
        return Veristat.read(Files.writeString(directory.resolve("veristat.csv"), text));
    }

    @Test
    void is_the_same_after_it_was_written_and_read() throws IOException {
        List<VerifiedProgram> programs = List.of(
                VerifiedProgram.of("task.bpf.o", "dump_task", true, complexity(100)),
                VerifiedProgram.of("task.bpf.o", "dump_file", false, complexity(7)));
        String text = Veristat.write(programs);

        assertThat(Veristat.write(read(text))).isEqualTo(text);
        assertThat(text).isEqualTo("""
                        file_name,prog_name,verdict,duration,total_insns,total_states,peak_states,max_states_per_insn,max_mark_read_len
                        task.bpf.o,dump_task,success,120,100,9,8,2,1
                        task.bpf.o,dump_file,failure,120,7,9,8,2,1""");
    }

    @Test
    void of_Linux_6_0_has_seven_columns() throws IOException {
        assertThat(read("""
                        file_name,prog_name,verdict,duration,total_insns,total_states,peak_states
                        biosnoop_bpf.o,block_rq_complete,success,82,104,6,5
                        biosnoop_bpf.o,block_rq_insert,failure,0,0,0,0
                        """))
                .containsExactly(
                        new VerifiedProgram(
                                "biosnoop_bpf.o",
                                "block_rq_complete",
                                true,
                                Map.of(
                                        Figure.VERIFICATION_TIME, 82L,
                                        Figure.VERIFIED_INSTRUCTIONS, 104L,
                                        Figure.TOTAL_STATES, 6L,
                                        Figure.PEAK_STATES, 5L)),
                        new VerifiedProgram(
                                "biosnoop_bpf.o",
                                "block_rq_insert",
                                false,
                                Map.of(
                                        Figure.VERIFICATION_TIME, 0L,
                                        Figure.VERIFIED_INSTRUCTIONS, 0L,
                                        Figure.TOTAL_STATES, 0L,
                                        Figure.PEAK_STATES, 0L)));
    }

    @Test
    void of_Linux_6_17_has_columns_with_names_and_others_that_are_ignored() throws IOException {
        assertThat(read("""
                        file_name,prog_name,verdict,duration,total_insns,total_states,peak_states,max_states_per_insn,max_mark_read_len,prog_size,prog_size_jited,prog_type,attach_type,stack_depth,mem_peak
                        task.bpf.o,dump_task,success,82,104,6,5,1,2,30,310,tracing,trace_iter,48,-1
                        """).get(0).figures())
                .containsEntry(Figure.JITED_BYTES, 310L)
                .containsEntry(Figure.STACK_DEPTH, 48L)
                .doesNotContainKey(Figure.INSTRUCTIONS);
    }

    @Test
    void has_its_columns_in_any_order_and_with_any_of_their_names() throws IOException {
        assertThat(read("Failed to open 'x.bpf.o': -2\ninsns,prog,file\n104,dump_task,task.bpf.o\n\n"))
                .containsExactly(new VerifiedProgram(
                        "task.bpf.o", "dump_task", true, Map.of(Figure.VERIFIED_INSTRUCTIONS, 104L)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                      | it has no line with veristat's columns
                    a,b\\n1,2                               | it has no line with veristat's columns
                    file,prog,insns\\na,b                   | line 2 has 2 cells for 3 columns
                    file,prog,insns\\na,b,many              | insns in line 2 is "many"
                    file,prog,insns\\na,b,-1                | insns in line 2 is "-1"
                    file,prog,verdict,insns\\na,b,maybe,1   | the verdict in line 2 is "maybe"
                    """)
    void that_is_not_one_is_refused(String text, String cause) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("Cannot read the figures in " + directory + "/veristat.csv: " + cause)
                .hasMessageEndingWith(
                        " Name a report.json, or the CSV of veristat -o csv or of bpf-iterator check --csv.");
    }
}
