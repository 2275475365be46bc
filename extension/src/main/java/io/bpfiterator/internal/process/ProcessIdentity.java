// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.process;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.namespace.PidNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Identifies a process uniquely among all processes of all machines and boots.
 *
 * <p>A process id is not unique: the kernel reuses it, and it means another process in another pid namespace, after a
 * reboot, or on another machine. No part depends on the wall clock, which may change while processes run.
 *
 * @param boot the first 12 hexadecimal digits of the kernel's {@code boot_id}
 * @param pidNamespace the inode number of the pid namespace in which {@code pid} is valid
 * @param pid the process id
 * @param startTime the start time in clock ticks since boot, the field {@code starttime} of {@code /proc/PID/stat}
 */
public record ProcessIdentity(String boot, long pidNamespace, long pid, long startTime) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int BOOT_DIGITS = 12;

    /** A large radix keeps the text short: it is part of a unix socket's path, which has at most 107 bytes. */
    private static final int RADIX = Character.MAX_RADIX;

    /**
     * The maximum length of {@link #text}: an inode number of 7 digits, a process id of 5, and a start time of 7, which
     * is enough for 24 years.
     */
    static final int MAX_TEXT_BYTES = BOOT_DIGITS + 1 + 7 + 1 + 5 + 1 + 7;

    private static final Pattern TEXT =
            Pattern.compile("([0-9a-f]{" + BOOT_DIGITS + "})-([0-9a-z]{1,12})-([0-9a-z]{1,12})-([0-9a-z]{1,12})");

    /** The positions of fields among those that follow the command in {@code /proc/PID/stat}. */
    private static final int STATE = 0;

    private static final int THREADS = 17;
    private static final int START_TIME = 19;

    /** Returns the identity of this process. */
    public static ProcessIdentity current() {
        return of(ProcessHandle.current().pid());
    }

    /**
     * Returns the identity of a process.
     *
     * @throws BpfException if the process does not exist in this pid namespace
     */
    public static ProcessIdentity of(long pid) {
        try {
            return new ProcessIdentity(currentBoot(), PidNamespace.current().inode(), pid, startTime(fields(pid)));
        } catch (IOException e) {
            throw notReadable(stat(pid), e);
        }
    }

    /** Parses the result of {@link #text}; returns empty for any other text. */
    public static Optional<ProcessIdentity> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ProcessIdentity(
                        matcher.group(1), number(matcher.group(2)), number(matcher.group(3)), number(matcher.group(4))))
                : Optional.empty();
    }

    private static long number(String digits) {
        return Long.parseLong(digits, RADIX);
    }

    /** Returns a short text of digits, lower-case letters and hyphens, for file names and container labels. */
    public String text() {
        return String.join(
                "-",
                boot,
                Long.toString(pidNamespace, RADIX),
                Long.toString(pid, RADIX),
                Long.toString(startTime, RADIX));
    }

    /** Returns whether the process was started since the last boot of the running kernel. */
    public boolean isOfThisBoot() {
        return boot.equals(currentBoot());
    }

    /** Returns whether the process belongs to this boot and pid namespace, so that {@link #hasEnded} is reliable. */
    public boolean isVisible() {
        return isOfThisBoot() && pidNamespace == PidNamespace.current().inode();
    }

    /**
     * Returns whether the process has ended; false if that is unknown. A process has ended even if its parent never
     * collects its exit status, as the first process of a container may not.
     */
    public boolean hasEnded() {
        if (!isVisible()) {
            return false;
        }
        try {
            String[] fields = fields(pid);
            return startTime(fields) != startTime || isZombie(fields);
        } catch (IOException e) {
            // Either the file is hidden from this user, or the process ended during the read (ESRCH).
            return Files.notExists(stat(pid));
        }
    }

    private static Path stat(long pid) {
        return Path.of("/proc", Long.toString(pid), "stat");
    }

    private static String[] fields(long pid) throws IOException {
        String text = Files.readString(stat(pid));
        return text.substring(text.lastIndexOf(')') + 2).split(" ");
    }

    private static long startTime(String[] fields) {
        return Long.parseLong(fields[START_TIME]);
    }

    /** Ignores a process whose first thread has ended before the others. */
    private static boolean isZombie(String[] fields) {
        return fields[STATE].equals("Z") && Long.parseLong(fields[THREADS]) <= 1;
    }

    private static String currentBoot() {
        try {
            return Files.readString(BOOT_ID).replace("-", "").substring(0, BOOT_DIGITS);
        } catch (IOException e) {
            throw notReadable(BOOT_ID, e);
        }
    }

    private static BpfException notReadable(Path file, IOException e) {
        return Failure.failed("Cannot read " + file)
                .because(e)
                .remedy("Mount a procfs at /proc")
                .exception();
    }
}
