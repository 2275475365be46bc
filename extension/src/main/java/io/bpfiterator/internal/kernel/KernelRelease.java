// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.kernel;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of the kernel, as {@code uname -r} prints it: {@code 6.1.50}, {@code 5.10.0-28-amd64}, {@code 7.0.0-rc3}.
 *
 * <p>Releases are ordered by their numbers. A suffix of a distribution or a release candidate is ignored, and a missing
 * third number counts as 0.
 */
public final class KernelRelease implements Comparable<KernelRelease> {

    private static final Path OSRELEASE = Path.of("/proc/sys/kernel/osrelease");

    private static final String NUMBERS = "(\\d{1,5})\\.(\\d{1,5})(?:\\.(\\d{1,5}))?";
    private static final Pattern VERSION = Pattern.compile(NUMBERS);
    private static final Pattern RELEASE = Pattern.compile(NUMBERS + "(?:[^\\d].*)?");

    /** The first release with BPF iterators, 5.8. */
    public static final KernelRelease FIRST_WITH_ITERATORS = version("5.8");

    private final String text;

    /** The kernel Makefile's VERSION, PATCHLEVEL and SUBLEVEL; a series such as 6.1 has no SUBLEVEL. */
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
     * @throws BpfException if the file cannot be read, or does not begin with two numbers
     */
    public static KernelRelease running() {
        try {
            return parse(Files.readString(OSRELEASE).strip());
        } catch (IOException e) {
            throw Failure.absent("Cannot read the running kernel's release from " + OSRELEASE)
                    .because(e)
                    .remedy("Mount a procfs at /proc")
                    .exception();
        }
    }

    /**
     * Parses a release as the kernel reports it, with any suffix after the numbers.
     *
     * @throws BpfException if the text does not begin with two numbers
     */
    public static KernelRelease parse(String text) {
        Matcher release = RELEASE.matcher(text);
        if (!release.matches()) {
            throw Failure.invalid("Cannot compare the kernel release \"" + text + "\"")
                    .because("it does not begin with numbers such as 6.1 or 6.1.50")
                    .remedy("Use a kernel whose uname -r does")
                    .exception();
        }
        return new KernelRelease(text, release);
    }

    /**
     * Parses a version: a series such as {@code 6.1}, or a release of a series such as {@code 6.1.50}.
     *
     * @throws BpfException if the text is anything else
     */
    public static KernelRelease version(String text) {
        Matcher version = VERSION.matcher(text);
        if (!version.matches()) {
            throw Failure.invalid("\"" + text + "\" is not a kernel version")
                    .remedy("Write it like 6.1 or 6.1.50")
                    .exception();
        }
        return new KernelRelease(text, version);
    }

    /** Returns the series that the release belongs to, {@code 6.1}. */
    public String series() {
        return numbers[0] + "." + numbers[1];
    }

    /** Returns whether this release is {@code first} or newer. */
    public boolean isAtLeast(KernelRelease first) {
        return compareTo(first) >= 0;
    }

    /**
     * Returns whether this release is {@code last} or older. A series such as {@code 6.1} includes all its releases.
     */
    public boolean isAtMost(KernelRelease last) {
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

    /** Returns the text that was parsed, with its suffix. */
    @Override
    public String toString() {
        return text;
    }
}
