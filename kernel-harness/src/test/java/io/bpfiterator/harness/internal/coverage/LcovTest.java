// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.internal.files.SourcePath;
import io.bpfiterator.object.Coverage;
import io.bpfiterator.object.Coverage.Branch;
import io.bpfiterator.object.Coverage.Function;
import io.bpfiterator.object.Coverage.Line;
import io.bpfiterator.object.Coverage.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LcovTest {

    private static final String FILE = "/src/task.bpf.c";

    @ParameterizedTest
    @ValueSource(strings = {"target/test-classes", "build/resources/test"})
    void has_the_path_of_the_source_of_a_copied_resource(String copies, @TempDir Path project) throws IOException {
        Path source = project.resolve("src/test/resources/io/task.bpf.c");
        Files.createDirectories(source.getParent());
        Files.createFile(source);

        assertThat(SourcePath.of(project + "/" + copies + "/io/task.bpf.c")).isEqualTo(source.toString());
        assertThat(SourcePath.of(project + "/" + copies + "/io/other.bpf.c"))
                .isEqualTo(project + "/" + copies + "/io/other.bpf.c");
        assertThat(SourcePath.of(FILE)).isEqualTo(FILE);
    }

    @Test
    void has_a_record_for_each_source() {
        Coverage coverage = new Coverage(
                List.of(
                        new Line(FILE, 10, State.HIT),
                        new Line(FILE, 12, State.MISSED),
                        new Line(FILE, 11, State.HIT),
                        new Line(FILE, 13, State.UNREACHABLE)),
                List.of(
                        new Function(FILE, 10, "dump_task", State.HIT),
                        new Function(FILE, 12, "helper", State.MISSED),
                        new Function(FILE, 13, "disabled", State.UNREACHABLE)),
                List.of(
                        new Branch(FILE, 10, "dump_task", 0, false, State.HIT),
                        new Branch(FILE, 10, "dump_task", 0, true, State.MISSED),
                        new Branch(FILE, 10, "helper", 0, true, State.MISSED),
                        new Branch(FILE, 12, "helper", 0, true, State.MISSED),
                        new Branch(FILE, 12, "helper", 0, false, State.UNREACHABLE)),
                List.of());

        assertThat(Lcov.of(MeasuredCoverage.of(coverage))).isEqualTo("""
                TN:
                SF:/src/task.bpf.c
                FN:10,dump_task
                FN:12,helper
                FNDA:1,dump_task
                FNDA:0,helper
                FNF:2
                FNH:1
                BRDA:10,0,1,1
                BRDA:10,0,0,0
                BRDA:10,1,0,0
                BRDA:12,0,0,-
                BRF:4
                BRH:1
                DA:10,1
                DA:11,1
                DA:12,0
                LF:3
                LH:2
                end_of_record
                """);
    }
}
