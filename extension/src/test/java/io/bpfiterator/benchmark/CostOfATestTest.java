// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import io.bpfiterator.support.FaultyBpf;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Preloaded;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A test that opens a session, loads an object from its template, attaches, pins, reads and closes. */
@NeedsKernel
class CostOfATestTest {

    private static final String OBJECT = "/task.bpf.o";
    private static final String PROGRAM = "dump_task";

    /** The format strings of the program are a map: {@code .rodata}. */
    private static final List<String> LOAD = List.of(
            "bpf_map_create", "bpf_obj_get_info_by_fd", "bpf_map_update_elem", "bpf_map_freeze", "bpf_prog_load");

    private static final List<String> ATTACH = List.of("bpf_link_create");

    /** The directory in the bpffs of this JVM is created and removed by the JDK. */
    private static final List<String> PIN = List.of("bpf_obj_pin");

    private static final List<String> READ = List.of("open", "read", "read", "close");

    /** The pin, the link, the program and the map. */
    private static final List<String> CLOSE = List.of("unlink", "close", "close", "close");

    @Nested
    class After_the_first_one {

        @Test
        void makes_these_native_calls() throws Exception {
            assertThat(TestCounts.of(OBJECT, PROGRAM).nativeCalls())
                    .containsExactlyElementsOf(Stream.of(LOAD, ATTACH, PIN, READ, CLOSE)
                            .flatMap(List::stream)
                            .toList());
        }

        /** Measured: 100 KB. */
        @Test
        void allocates_at_most_200_kilobytes() {
            assertThat(TestCounts.of(OBJECT, PROGRAM).allocatedBytes()).isLessThan(200_000);
        }
    }

    @Test
    void makes_these_bpf_calls(@TempDir Path directory) throws Exception {
        Path library = Preloaded.library("faulty_bpf", directory);

        ForkedTests.Result result =
                ForkedTests.run(Counted.class, List.of("env", "LD_PRELOAD=" + library), "-Dtest.library=" + library);

        assertThat(result.output()).isEmpty();
        assertThat(result.exitStatus()).isZero();
    }

    /** Runs in a JVM with the preloaded library. */
    static class Counted {

        /** The numbers of {@code enum bpf_cmd}, without the prefix {@code BPF_}. */
        private static final int MAP_CREATE = 0;

        private static final int MAP_UPDATE_ELEM = 2;
        private static final int PROG_LOAD = 5;
        private static final int OBJ_PIN = 6;
        private static final int OBJ_GET_INFO_BY_FD = 15;
        private static final int MAP_FREEZE = 22;
        private static final int LINK_CREATE = 28;

        private final FaultyBpf library = Native.load(System.getProperty("test.library"), FaultyBpf.class);

        @Test
        void after_the_first_test() {
            TestCost.steps(OBJECT, PROGRAM);
            library.faults_start(-1, 0);
            TestCost.steps(OBJECT, PROGRAM);
            int calls = library.faults_stop();

            assertThat(IntStream.range(0, calls).map(library::faults_command))
                    .containsExactly(
                            MAP_CREATE,
                            OBJ_GET_INFO_BY_FD,
                            MAP_UPDATE_ELEM,
                            MAP_FREEZE,
                            PROG_LOAD,
                            LINK_CREATE,
                            OBJ_PIN);
        }
    }
}
