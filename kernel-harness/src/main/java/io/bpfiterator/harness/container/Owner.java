package io.bpfiterator.harness.container;

import io.bpfiterator.namespace.PidNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that a container belongs to, as a label of the container tells it.
 *
 * <p>A process id alone won't do: it is used again (so its start time is there), and it means another process in another
 * pid namespace or after a reboot.
 *
 * @param boot the kernel's {@code boot_id}
 * @param startTime in clock ticks after the boot, as {@code proc(5)} has it
 */
record Owner(String boot, long pidNamespace, long pid, long startTime) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Pattern LABEL = Pattern.compile("([0-9a-f-]{36})/(\\d{1,18})/(\\d{1,18})/(\\d{1,18})");

    /** The position of the start time among the fields that follow the command in {@code /proc/PID/stat}. */
    private static final int START_TIME = 19;

    static Owner current() {
        long pid = ProcessHandle.current().pid();
        return new Owner(
                read(BOOT_ID).orElseThrow().strip(),
                PidNamespace.current().inode(),
                pid,
                startTimeOf(pid).orElseThrow());
    }

    static Optional<Owner> of(String label) {
        Matcher matcher = LABEL.matcher(label);
        return matcher.matches()
                ? Optional.of(new Owner(
                        matcher.group(1),
                        Long.parseLong(matcher.group(2)),
                        Long.parseLong(matcher.group(3)),
                        Long.parseLong(matcher.group(4))))
                : Optional.empty();
    }

    String label() {
        return boot + "/" + pidNamespace + "/" + pid + "/" + startTime;
    }

    /** Tells whether this process can see whether the owner lives: both are in the same pid namespace of one boot. */
    boolean isVisibleTo(Owner process) {
        return boot.equals(process.boot) && pidNamespace == process.pidNamespace;
    }

    /** Tells whether a visible owner has ended. */
    boolean isGone() {
        return startTimeOf(pid).map(found -> found != startTime).orElse(true);
    }

    private static Optional<Long> startTimeOf(long pid) {
        return read(Path.of("/proc", Long.toString(pid), "stat"))
                .map(text ->
                        Long.parseLong(text.substring(text.lastIndexOf(')') + 2).split(" ")[START_TIME]));
    }

    /** Returns a file's text; nothing if it is gone, which a process may be in the middle of the reading, too (ESRCH). */
    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            if (Files.exists(file)) {
                throw new UncheckedIOException(e);
            }
            return Optional.empty();
        }
    }
}
