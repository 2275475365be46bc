// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Builds command prefixes that run a command with fewer capabilities.
 *
 * <p>Root keeps {@code CAP_DAC_READ_SEARCH} unless it is named: a guest's root does not own the class path, which may
 * lie in a home directory that only its owner can read.
 */
public final class Setpriv {

    private static final String READ_ALL_FILES = "dac_read_search";

    private Setpriv() {}

    /** Returns a prefix that drops all other capabilities. */
    public static List<String> only(String... capabilities) {
        return command("-all,+" + READ_ALL_FILES + listed(",+", capabilities), "-all");
    }

    /** Returns a prefix that drops these capabilities. */
    public static List<String> without(String... capabilities) {
        String dropped = listed(",-", capabilities).substring(1);
        return command(dropped, dropped);
    }

    private static String listed(String prefix, String... capabilities) {
        return Arrays.stream(capabilities).map(prefix::concat).collect(Collectors.joining());
    }

    private static List<String> command(String bounding, String inheritable) {
        return List.of("setpriv", "--bounding-set=" + bounding, "--inh-caps=" + inheritable);
    }
}
