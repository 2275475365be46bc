package io.bpfiterator.bpffs;

import io.bpfiterator.namespace.PidNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that a mounted bpffs belongs to, as its directory's name tells it.
 *
 * <p>A process id alone won't do: it is used again (so its start time is there), and it means another process in another
 * pid namespace that shares the directory (so its namespace is there).
 */
record MountOwner(long pidNamespace, long pid, long startTime) {

    private static final String PREFIX = "bpf-iterator-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-(\\d{1,18})-(\\d{1,18})-.*");

    /** The position of the start time among the fields that follow the command in {@code /proc/PID/stat}. */
    private static final int START_TIME = 19;

    static MountOwner current() {
        long pid = ProcessHandle.current().pid();
        return new MountOwner(
                PidNamespace.current().inode(), pid, startTimeOf(pid).orElseThrow());
    }

    static Optional<MountOwner> of(Path directory) {
        Matcher name = NAME.matcher(directory.getFileName().toString());
        return name.matches()
                ? Optional.of(new MountOwner(
                        Long.parseLong(name.group(1)), Long.parseLong(name.group(2)), Long.parseLong(name.group(3))))
                : Optional.empty();
    }

    String prefix() {
        return PREFIX + pidNamespace + "-" + pid + "-" + startTime + "-";
    }

    /** Tells whether the process has ended; false where it can't be known from this pid namespace. */
    boolean isGone() {
        return pidNamespace == PidNamespace.current().inode()
                && startTimeOf(pid).map(found -> found != startTime).orElse(true);
    }

    /** Returns when a process started; empty where it is gone, which may also show in the middle of the reading (ESRCH). */
    private static Optional<Long> startTimeOf(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            String text = Files.readString(stat);
            String[] afterCommand = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return Optional.of(Long.parseLong(afterCommand[START_TIME]));
        } catch (IOException e) {
            if (Files.exists(stat)) {
                throw new UncheckedIOException(e);
            }
            return Optional.empty();
        }
    }
}
