// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import com.google.gson.JsonParseException;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.harness.internal.figures.MeasuredFigures;
import io.bpfiterator.harness.internal.run.Progress;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.internal.failure.CauseText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an agent has measured of the BPF programs that its tests have loaded, after its last message. A measurement that
 * is lost is printed, since the results of the tests stay valid without it.
 */
public final class AgentMeasurements {

    private final String environment;
    private final ReceivedFiles files;

    AgentMeasurements(String environment, ReceivedFiles files) {
        this.environment = environment;
        this.files = files;
    }

    /** Returns the coverage; empty if it is not measured, or lost. */
    public Optional<MeasuredCoverage> coverage() {
        return received("coverage", Message.FilePart.BPF_COVERAGE_PATH, MeasuredCoverage::ofJson)
                .map(MeasuredCoverage::atSources);
    }

    /** Returns the figures; empty if none are measured, or they are lost. */
    public Optional<MeasuredFigures> figures() {
        return received("figures", Message.FilePart.BPF_FIGURES_PATH, MeasuredFigures::ofJson);
    }

    private <T> Optional<T> received(String what, String path, Function<String, T> ofJson) {
        try {
            Optional<Path> received = files.coverage(path);
            return received.isEmpty() ? Optional.empty() : Optional.of(ofJson.apply(Files.readString(received.get())));
        } catch (IOException | JsonParseException e) {
            Progress.onStandardError()
                    .accept("Cannot receive the " + what + " of the BPF programs in " + environment + ": "
                            + CauseText.of(e) + ".");
            return Optional.empty();
        }
    }
}
