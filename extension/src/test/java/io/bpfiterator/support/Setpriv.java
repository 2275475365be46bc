package io.bpfiterator.support;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Builds the beginning of a command line that takes capabilities from the command after it.
 *
 * <p>Root keeps {@code CAP_DAC_READ_SEARCH} unless it is named: in a virtual machine, the class path belongs to the user
 * who started it, and it may lie below a home directory that only this user may read.
 */
public final class Setpriv {

    private static final String READ_ALL_FILES = "dac_read_search";

    private Setpriv() {}

    /** Keeps these capabilities alone. */
    public static List<String> only(String... capabilities) {
        return command("-all,+" + READ_ALL_FILES + listed(",+", capabilities), "-all");
    }

    /** Takes these capabilities alone. */
    public static List<String> without(String... capabilities) {
        String taken = listed(",-", capabilities).substring(1);
        return command(taken, taken);
    }

    private static String listed(String prefix, String... capabilities) {
        return Arrays.stream(capabilities).map(prefix::concat).collect(Collectors.joining());
    }

    private static List<String> command(String bounding, String inheritable) {
        return List.of("setpriv", "--bounding-set=" + bounding, "--inh-caps=" + inheritable);
    }
}
