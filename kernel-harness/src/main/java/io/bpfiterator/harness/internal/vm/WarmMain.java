// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import io.bpfiterator.harness.internal.run.Progress;
import io.bpfiterator.harness.internal.run.RunDirectory;
import io.bpfiterator.harness.internal.vm.warm.WarmRequest;
import io.bpfiterator.internal.failure.CauseText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Takes warm snapshots, one after the other, as the requests on its standard input say. */
public final class WarmMain {

    private WarmMain() {}

    /**
     * Runs the program.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws IOException {
        Consumer<String> progress = Progress.onStandardError();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<String> requests = in.lines().toList();
        for (String line : requests) {
            WarmRequest request = WarmRequest.fromJson(line);
            long start = System.nanoTime();
            try (RunDirectory directory = RunDirectory.create()) {
                new VmProvider(progress)
                        .machine(request.environment(), request::setting)
                        .warmUp(request.launch(directory.path()), request.run());
                progress.accept("%s: the snapshot is complete after %d s"
                        .formatted(request.environment(), (System.nanoTime() - start) / 1_000_000_000));
            } catch (IOException | RuntimeException e) {
                progress.accept(request.environment() + ": no snapshot: " + CauseText.of(e));
            }
        }
    }
}
