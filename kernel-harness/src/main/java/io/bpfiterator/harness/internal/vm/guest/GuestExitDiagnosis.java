// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.guest;

import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Explains how a guest ended, from its console and from how QEMU exited. */
public final class GuestExitDiagnosis {

    private static final String NEVER_STARTED = "never started: ";
    private static final String BOOT_REMEDY = ". See the console, or raise ";
    private static final String MEMORY_REMEDY = ". The guest has ";

    /** The exit status that a shell reports for a process killed by SIGKILL. */
    private static final int KILLED = 137;

    /** {@link Process#exitValue()} is this plus the signal's number for a process that a signal killed. */
    private static final int SIGNAL = 128;

    private final Console console;
    private final int memory;

    /** @param memory the guest's memory in megabytes */
    public GuestExitDiagnosis(Console console, int memory) {
        this.console = console;
        this.memory = memory;
    }

    /**
     * Returns the predicate of a sentence that begins with "The agent", without a full stop, for a QEMU that has exited
     * or was killed.
     *
     * @param exitStatus QEMU's
     * @param output what QEMU itself printed
     */
    public String message(int exitStatus, String output) {
        Optional<String> panic = console.panic();
        if (console.exitStatus().isPresent()) {
            return agent(console.exitStatus().get());
        }
        if (console.stopped().isPresent()) {
            return NEVER_STARTED + console.stopped().get();
        }
        if (panic.isPresent()) {
            return lostOrNeverStarted() + "the kernel panicked: " + panic.get()
                    + (isShortOfMemory() ? memoryRemedy() : "");
        }
        if (exitStatus != 0) {
            String how = exitStatus > SIGNAL
                    ? "QEMU was killed by signal " + (exitStatus - SIGNAL)
                    : "QEMU ended with exit status " + exitStatus;
            String why = output.lines()
                    .filter(line -> !line.contains("warning: "))
                    .findFirst()
                    .map(line -> ": " + line)
                    .orElse("");
            return lostOrNeverStarted() + how + why;
        }
        return lostOrNeverStarted() + "the guest was reset and printed no reason"
                + (isShortOfMemory() ? memoryRemedy() : "");
    }

    /** Returns such a predicate for a guest that was killed because it did not start the agent within a time limit. */
    public String timeoutMessage(Duration limit) {
        String stage = console.initAt().isPresent()
                ? "the guest's init did not start the agent"
                : "the kernel did not start its first process";
        return NEVER_STARTED + stage + " within " + limit.toSeconds() + " s" + BOOT_REMEDY + VmSettings.BOOT_TIMEOUT;
    }

    /**
     * Returns the cause in such a predicate, without the remedy, which does not help with a boot that was only a probe.
     */
    public static String cause(String message) {
        String cause = message.startsWith(NEVER_STARTED) ? message.substring(NEVER_STARTED.length()) : message;
        for (String remedy : List.of(BOOT_REMEDY, MEMORY_REMEDY)) {
            int start = cause.indexOf(remedy);
            cause = start < 0 ? cause : cause.substring(0, start);
        }
        return cause;
    }

    private String agent(int status) {
        if (status == KILLED && console.hasRunOutOfMemory()) {
            return "was killed by the OOM killer (exit status 137)" + memoryRemedy();
        }
        return "ended with exit status " + status;
    }

    private String lostOrNeverStarted() {
        return console.agentAt().isPresent() ? "was lost: " : NEVER_STARTED;
    }

    private boolean isShortOfMemory() {
        return console.hasRunOutOfMemory()
                || console.panic().filter(panic -> panic.contains("memory")).isPresent();
    }

    private String memoryRemedy() {
        return MEMORY_REMEDY + memory + " MB. Raise " + VmSettings.MEMORY;
    }
}
