// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.agent;

import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.harness.internal.figures.MeasuredFigures;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.internal.coverage.RunCoverage;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Sends what was measured of the BPF programs that tests have loaded in this JVM. */
final class BpfFigures {

    private BpfFigures() {}

    static void send(Reporter reporter) {
        if (isMeasured(ExtensionSettings.COVERAGE)) {
            send(reporter, Message.FilePart.BPF_COVERAGE_PATH, () -> MeasuredCoverage.of(RunCoverage.coverage())
                    .toJson());
        }
        if (isMeasured(ExtensionSettings.COMPLEXITY) || isMeasured(ExtensionSettings.COST)) {
            send(reporter, Message.FilePart.BPF_FIGURES_PATH, () -> MeasuredFigures.ofThisJvm()
                    .toJson());
        }
    }

    private static boolean isMeasured(Setting<Boolean> setting) {
        return Settings.SYSTEM_PROPERTIES.value(setting);
    }

    private static void send(Reporter reporter, String path, Supplier<String> json) {
        try {
            PublishedFiles.send(
                    reporter,
                    Message.FilePart.COVERAGE,
                    path,
                    new ByteArrayInputStream(json.get().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            System.err.println("Cannot send what was measured of the BPF programs: " + CauseText.of(e) + ".");
        }
    }
}
