package io.bpfiterator.clang;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The rule for make that {@code clang -MD} writes: which files an object was made of. */
final class MakeRule {

    static final String TARGET = "object";

    /** A blank in a file's name has a backslash before it. */
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
