// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.figures.RunFigures;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.ProgramInfo;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records the complexity of loaded programs for the report of a run, if a setting asks for it. A load that looks like
 * one before is not measured again.
 */
final class ComplexityRecorder {

    /** A load, by what the kernel reports of it at once. */
    private record Load(RunFigures.Program program, int instructions, int jitedBytes, int verifiedInstructions) {}

    private static final Set<Load> MEASURED = ConcurrentHashMap.newKeySet();

    private ComplexityRecorder() {}

    /** A measurement that fails does not change the result of a test. */
    static LoadedObject record(LoadedObject object) {
        if (Settings.SYSTEM_PROPERTIES.value(ExtensionSettings.COMPLEXITY)) {
            for (BpfProgram program : object.programs()) {
                RunFigures.Program key = new RunFigures.Program(object.name(), program.name());
                try {
                    ProgramInfo info = program.info();
                    if (MEASURED.add(
                            new Load(key, info.instructions(), info.jitedBytes(), info.verifiedInstructions()))) {
                        RunFigures.add(key, program.complexity());
                    }
                } catch (BpfException e) {
                    RunFigures.notMeasured(key, CauseText.of(e));
                }
            }
        }
        return object;
    }
}
