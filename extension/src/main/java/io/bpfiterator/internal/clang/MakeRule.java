// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Parses the make rule that {@code clang -MD} writes, which lists the files that an object was compiled from. */
final class MakeRule {

    static final String TARGET = "object";

    /** A file name; a blank or {@code #} in it is escaped with a backslash. */
    private static final Pattern FILE = Pattern.compile("(?:\\\\[ #]|\\S)+");

    private MakeRule() {}

    static List<Path> prerequisites(String rule) {
        String oneLine = rule.replace("\\\n", " ").substring(TARGET.length() + 1);
        return FILE.matcher(oneLine)
                .results()
                .map(file ->
                        file.group().replace("\\ ", " ").replace("\\#", "#").replace("$$", "$"))
                .map(file -> Path.of(file).toAbsolutePath().normalize())
                .distinct()
                .toList();
    }
}
