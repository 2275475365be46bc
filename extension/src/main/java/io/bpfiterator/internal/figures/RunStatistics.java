// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.figures;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.Calls;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Lets the kernel count and time the runs of BPF programs, while the setting asks for it. It counts those of all
 * processes, each of which takes longer then.
 */
final class RunStatistics {

    /** {@code BPF_STATS_RUN_TIME} of {@code linux/bpf.h}. */
    private static final int RUN_TIME = 0;

    private static boolean requested;

    /** The kernel counts until it is closed. */
    private static @Nullable Fd counting;

    private RunStatistics() {}

    /** Returns whether the cost of programs is wanted. Counts from the first program for which it is. */
    static synchronized boolean areWanted() {
        boolean wanted = Settings.SYSTEM_PROPERTIES.value(ExtensionSettings.COST);
        if (wanted && !requested) {
            start();
        } else if (!wanted && counting != null) {
            counting.close();
            counting = null;
        }
        requested = wanted;
        return wanted;
    }

    /** Opens the statistics. A refusal is only printed, because the reads are counted without them. */
    private static void start() {
        try {
            counting = new Fd(
                    Calls.checkLibbpf(Libbpf.libbpf().bpf_enable_stats(RUN_TIME), errno -> Failure.failed(
                                    "Cannot count and time the runs of BPF programs")
                            .remedy("The report has only what was read; for their runs, run as root on"
                                    + " Linux 5.8 or newer")),
                    "the statistics of BPF programs");
        } catch (BpfException refused) {
            System.err.println(refused.getMessage());
        }
    }
}
