// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.libbpf.NativeFaults.Call;
import io.bpfiterator.internal.libbpf.NativeFaults.Outcome;
import io.bpfiterator.internal.libbpf.NativeFaults.Steps;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.EachFault;
import io.bpfiterator.support.FaultyBpf;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Preloaded;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each bpf(2) that libbpf itself makes fails in turn. libbpf may repeat it or do without; else the test gets one
 * exception with the error's name and a remedy.
 */
@NeedsKernel
class LibbpfFaultsTest {

    @TempDir
    Path directory;

    @Test
    void are_explained_and_leave_nothing() throws Exception {
        Path library = Preloaded.library("faulty_bpf", directory);

        ForkedTests.Result result =
                ForkedTests.run(WithFaults.class, List.of("env", "LD_PRELOAD=" + library), "-Dtest.library=" + library);

        assertThat(result.output()).isEmpty();
        assertThat(result.exitStatus()).isZero();
    }

    /** Runs in a JVM with the preloaded library. */
    static class WithFaults {

        private final FaultyBpf library = Native.load(System.getProperty("test.library"), FaultyBpf.class);

        @Test
        void in_loads_and_attachments() throws Exception {
            assertThat(EachFault.in(this::run, () -> {
                        try (BpfSession session = BpfSession.open()) {
                            BpfObject object = session.open("/globals.bpf.o", true)
                                    .only("count")
                                    .load();
                            assertThat(object.program("count").attach().reader().text())
                                    .contains("balance -5 ");
                        }
                    }))
                    .isEmpty();
        }

        @Test
        void in_loads_of_maps() throws Exception {
            assertThat(EachFault.in(this::run, () -> {
                        try (BpfSession session = BpfSession.open()) {
                            BpfObject object = session.open("/inner_map.bpf.o", true)
                                    .only()
                                    .load();
                            BpfMap<Integer, BpfMap<byte[], byte[]>> outer =
                                    object.map("outer").ofMaps(Integer.class);
                            outer.get(1).orElseThrow().close();
                        }
                    }))
                    .isEmpty();
        }

        private Outcome run(int position, Errno errno, Steps steps) throws Exception {
            AtomicReference<Outcome> outcome = new AtomicReference<>();
            Thread thread = new Thread(() -> outcome.set(runHere(position, errno, steps)));
            thread.start();
            thread.join();
            return outcome.get();
        }

        private Outcome runHere(int position, Errno errno, Steps steps) {
            Throwable thrown = null;
            library.faults_start(position, errno.number());
            try {
                steps.run();
            } catch (Exception | Error e) {
                thrown = e;
            }
            List<Call> calls = IntStream.range(0, library.faults_stop())
                    .mapToObj(call -> new Call("bpf(" + library.faults_command(call) + ")", "libbpf"))
                    .toList();
            Optional<Call> failed =
                    position < 0 || position >= calls.size() ? Optional.empty() : Optional.of(calls.get(position));
            return new Outcome(calls, failed, Optional.ofNullable(thrown));
        }
    }
}
