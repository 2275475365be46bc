// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.agent;

import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.internal.coverage.RunCoverage;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sends the coverage of the BPF programs that tests have loaded in this JVM, if it is measured. */
final class BpfCoverage {

    private BpfCoverage() {}

    static void send(Reporter reporter) {
        if (!Settings.SYSTEM_PROPERTIES.value(ExtensionSettings.COVERAGE)) {
            return;
        }
        byte[] json = MeasuredCoverage.of(RunCoverage.coverage()).toJson().getBytes(StandardCharsets.UTF_8);
        try {
            PublishedFiles.send(
                    reporter,
                    Message.FilePart.COVERAGE,
                    Message.FilePart.BPF_COVERAGE_PATH,
                    new ByteArrayInputStream(json));
        } catch (IOException e) {
            System.err.println("Cannot send the coverage of the BPF programs: " + CauseText.of(e) + ".");
        }
    }
}
