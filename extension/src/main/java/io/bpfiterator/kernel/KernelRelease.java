package io.bpfiterator.kernel;

import io.bpfiterator.failure.BpfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of the kernel, as {@code uname -r} prints it: {@code 6.1.50}, {@code 5.10.0-28-amd64}, {@code 7.0.0-rc3}.
 *
 * <p>The order is that of the numbers. What follows them, a distribution's name or a release candidate's, doesn't count;
 * a third number that isn't there counts as 0.
 */
public final class KernelRelease implements Comparable<KernelRelease> {

    private static final Path OSRELEASE = Path.of("/proc/sys/kernel/osrelease");

    private static final String NUMBERS = "(\\d{1,5})\\.(\\d{1,5})(?:\\.(\\d{1,5}))?";
    private static final Pattern VERSION = Pattern.compile(NUMBERS);
    private static final Pattern RELEASE = Pattern.compile(NUMBERS + "(?:[^\\d].*)?");

    /** The first one with BPF iterators, 5.8. */
    public static final KernelRelease FIRST_WITH_ITERATORS = version("5.8");

    private final String text;

    /** Version, patch level and, unless it is a whole series, sublevel, as the kernel's Makefile calls them. */
    private final int[] numbers;

    private KernelRelease(String text, Matcher numbers) {
        this.text = text;
        this.numbers = Arrays.stream(new String[] {numbers.group(1), numbers.group(2), numbers.group(3)})
                .filter(number -> number != null)
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /**
     * Reads the running kernel's release from {@code /proc/sys/kernel/osrelease}.
     *
     * @throws BpfException if it can't be read, or begins with no two numbers
     */
    public static KernelRelease running() {
        try {
            return parse(Files.readString(OSRELEASE).strip());
        } catch (IOException e) {
            throw BpfException.unavailable(
                    "The running kernel's release can't be read from " + OSRELEASE + "; mount a procfs at /proc", e);
        }
    }

    /**
     * Parses a release as a kernel gives it, with whatever follows the numbers.
     *
     * @throws BpfException if it begins with no two numbers
     */
    public static KernelRelease parse(String text) {
        Matcher release = RELEASE.matcher(text);
        if (!release.matches()) {
            throw new BpfException("The kernel's release \"" + text
                    + "\" begins with no numbers like 6.1 or 6.1.50, so it can't be compared; run on a kernel whose"
                    + " uname -r does");
        }
        return new KernelRelease(text, release);
    }

    /**
     * Parses a version as people write it: a series, {@code 6.1}, or a release of it, {@code 6.1.50}.
     *
     * @throws BpfException if it is anything else
     */
    public static KernelRelease version(String text) {
        Matcher version = VERSION.matcher(text);
        if (!version.matches()) {
            throw new BpfException("\"" + text + "\" is no version of the kernel; write it like 6.1 or 6.1.50");
        }
        return new KernelRelease(text, version);
    }

    /** Tells whether this release is {@code first} or newer. */
    public boolean isFrom(KernelRelease first) {
        return compareTo(first) >= 0;
    }

    /** Tells whether this release is {@code last} or older, where a series such as {@code 6.1} has its last release in it. */
    public boolean isUpTo(KernelRelease last) {
        int compared = last.numbers.length;
        return Arrays.compare(Arrays.copyOf(numbers, compared), last.numbers) <= 0;
    }

    @Override
    public int compareTo(KernelRelease other) {
        return Arrays.compare(padded(), other.padded());
    }

    private int[] padded() {
        return Arrays.copyOf(numbers, 3);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KernelRelease release && compareTo(release) == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(padded());
    }

    /** Returns the whole text that was parsed. */
    @Override
    public String toString() {
        return text;
    }
}
