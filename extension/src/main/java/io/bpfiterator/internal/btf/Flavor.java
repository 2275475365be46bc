// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The suffix of a name that distinguishes versions of a kernel's type: {@code file___old}. CO-RE ignores it. */
final class Flavor {

    /** Exactly three underscores, the last ones in the name. */
    private static final Pattern NAME = Pattern.compile("(.*[^_])___[^_].*");

    private Flavor() {}

    /** Returns a name without its suffix. */
    static String without(String name) {
        Matcher flavored = NAME.matcher(name);
        return flavored.matches() ? flavored.group(1) : name;
    }
}
