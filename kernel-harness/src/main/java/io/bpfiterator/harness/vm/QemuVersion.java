package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which QEMU a program is, as far as it matters. */
record QemuVersion(int major, int minor) {

    private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.(\\d+)");
    private static final QemuVersion UNKNOWN = new QemuVersion(0, 0);

    /**
     * Asks a program.
     *
     * @throws EnvironmentException if it can't be run
     */
    static QemuVersion of(Path program) {
        try {
            return parse(Programs.output(program.toString(), "--version"));
        } catch (IOException e) {
            throw EnvironmentException.unavailable(
                    "QEMU's version can't be asked for: " + e.getMessage() + "; name another one with "
                            + VmSettings.QEMU,
                    e);
        }
    }

    /** Returns the version in QEMU's own words, or one older than all if they have none. */
    static QemuVersion parse(String words) {
        Matcher version = VERSION.matcher(words);
        return version.find()
                ? new QemuVersion(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)))
                : UNKNOWN;
    }

    /**
     * Tells whether emulated processors may run at once, each in a thread of QEMU's.
     *
     * <p>Linux patches its own code, with a breakpoint for as long as that is half done. Before 8.1, a processor could translate
     * such code just as another one wrote the rest of it, and went on with the breakpoint for ever: the kernel panics with
     * "Oops: int3". Since then QEMU locks a page before it translates it (commit deba78709ae8, "accel/tcg: Always lock pages
     * before translation").
     */
    boolean supportsMultiThreadedTcg() {
        return major > 8 || major == 8 && minor >= 1;
    }

    /** Returns what a user wants to know of it. */
    String words() {
        return (equals(UNKNOWN) ? "of an unknown version" : "version " + major + "." + minor)
                + (supportsMultiThreadedTcg() ? "" : ", which emulates one processor at a time");
    }
}
