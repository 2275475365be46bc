// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages describe exceptions through {@code CauseText}, not by their class or by a message that is only a path. */
class ExceptionsInMessagesTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** A caught exception, or one that is the last parameter of a method, and the start of the block. */
    private static final Pattern EXCEPTION =
            Pattern.compile("((?:\\w+(?:Exception|Error)|Throwable)(?: \\| \\w+)*) (\\w+)\\)[\\w\\s,.]*\\{");

    /** Sends exceptions to the host as they are. */
    private static final String WIRE = "/wire/";

    @Test
    void are_described_in_words() throws IOException {
        List<String> undescribed = new ArrayList<>();
        for (String module : List.of("extension", "kernel-harness")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file :
                        files.filter(ExceptionsInMessagesTest::hasMessages).toList()) {
                    undescribed.addAll(undescribed(ROOT.relativize(file), Files.readString(file)));
                }
            }
        }
        assertThat(undescribed).isEmpty();
    }

    private static boolean hasMessages(Path file) {
        return file.toString().endsWith(".java") && !file.toString().contains(WIRE) && !file.endsWith("CauseText.java");
    }

    private static List<String> undescribed(Path file, String code) {
        List<String> found = new ArrayList<>();
        Matcher exceptions = EXCEPTION.matcher(code);
        while (exceptions.find()) {
            String block = block(code, exceptions.end());
            Matcher uses = uses(exceptions.group(1), exceptions.group(2)).matcher(block);
            while (uses.find()) {
                found.add(file + ": " + uses.group());
            }
        }
        return found;
    }

    /** Matches the text of an exception; the message of an I/O error is not meant for users either. */
    private static Pattern uses(String types, String name) {
        String method = types.contains("IOException") ? "(toString|getMessage)" : "toString";
        return Pattern.compile(
                "\\b" + name + "\\." + method + "\\(|\" \\+ " + name + "\\b(?!\\.)|String\\.valueOf\\(" + name);
    }

    private static String block(String code, int start) {
        int depth = 1;
        int end = start;
        while (depth > 0) {
            char c = code.charAt(end++);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return code.substring(start, end);
    }
}
