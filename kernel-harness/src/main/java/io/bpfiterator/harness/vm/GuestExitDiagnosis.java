package io.bpfiterator.harness.vm;

import java.time.Duration;
import java.util.Optional;

/** Tells from the console, and from how QEMU ended, what has become of a guest. */
final class GuestExitDiagnosis {

    private static final String TOO_LATE = "never started: the boot stopped";

    private static final int KILLED = 137;

    /** Java says so, as shells do, of a process that a signal ended. */
    private static final int SIGNAL = 128;

    private final Console console;
    private final int memory;

    GuestExitDiagnosis(Console console, int memory) {
        this.console = console;
        this.memory = memory;
    }

    /**
     * Returns words that end the sentence "The agent …", for a QEMU that has ended by itself or by somebody else's hand.
     *
     * @param exitStatus QEMU's
     * @param complaint what QEMU itself printed
     */
    String words(int exitStatus, String complaint) {
        Optional<String> panic = console.panic();
        if (console.exitStatus().isPresent()) {
            return agent(console.exitStatus().get());
        }
        if (console.stopped().isPresent()) {
            return "never started: " + console.stopped().get();
        }
        if (panic.isPresent()) {
            return lostOrNeverStarted() + "the kernel panicked: " + panic.get() + (isShortOfMemory() ? remedy() : "");
        }
        if (exitStatus != 0) {
            String how = exitStatus > SIGNAL
                    ? "QEMU was killed by signal " + (exitStatus - SIGNAL)
                    : "QEMU ended with exit status " + exitStatus;
            String why = complaint
                    .lines()
                    .filter(line -> !line.contains("warning: "))
                    .findFirst()
                    .map(line -> ": " + line)
                    .orElse("");
            return lostOrNeverStarted() + how + why;
        }
        return lostOrNeverStarted() + "the guest was reset without a word" + (isShortOfMemory() ? remedy() : "");
    }

    /** Returns such words for a guest that was ended because its agent had not been run after a time. */
    String tooLate(Duration limit) {
        String stage = console.initAt().isPresent()
                ? "the first process has not come to the agent"
                : "the kernel has not come to its first process";
        return TOO_LATE + "; within " + limit.toSeconds() + " s, " + stage + " (see the console, or raise "
                + VmSettings.BOOT_TIMEOUT + ")";
    }

    /** Returns such words of a guest that was only a try, of which nobody is to raise anything. */
    static String withoutRemedy(String words) {
        return words.replaceFirst("^never started: ", "").replaceFirst(" \\(see the console.*", "");
    }

    private String agent(int status) {
        if (status == KILLED && console.hasRunOutOfMemory()) {
            return "was killed for want of memory (exit status 137)" + remedy();
        }
        return "ended with exit status " + status;
    }

    private String lostOrNeverStarted() {
        return console.agentAt().isPresent() ? "was lost: " : "never started: ";
    }

    private boolean isShortOfMemory() {
        return console.hasRunOutOfMemory()
                || console.panic().filter(panic -> panic.contains("memory")).isPresent();
    }

    private String remedy() {
        return "; the guest has " + memory + " MB, raise " + VmSettings.MEMORY;
    }
}
