// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.wire;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the members of messages. Gson passes null for a member that is absent, and for a constant that it does not
 * know.
 */
final class MessageCheck {

    /** {@code [}, {@code ;} and {@code /} occur in no name of a class, and a file could have the name of a class. */
    private static final Pattern CLASS_NAME =
            Pattern.compile("[^\\p{Cntrl}/;\\[]*[^\\p{Cntrl}/;\\[\\s.][^\\p{Cntrl}/;\\[]*");

    private MessageCheck() {}

    static <T> T present(@Nullable T value, String name) {
        if (value == null) {
            throw new InvalidMessageException("it has no valid " + name);
        }
        return value;
    }

    static String text(@Nullable String value, String name, int limit) {
        String text = present(value, name);
        require(text.length() <= limit, name + " has more than " + limit + " characters");
        return text;
    }

    static <C extends Collection<?>> C allPresent(@Nullable C values, String name) {
        C all = present(values, name);
        all.forEach(value -> present(value, name));
        return all;
    }

    static <T> List<T> list(@Nullable List<T> values, String name) {
        return List.copyOf(allPresent(values, name));
    }

    static Map<String, String> map(@Nullable Map<String, String> values, String name) {
        Map<String, String> map = present(values, name);
        allPresent(map.values(), name);
        return new LinkedHashMap<>(map);
    }

    static void className(@Nullable String name) {
        require(
                name == null || CLASS_NAME.matcher(name).matches(),
                "its source names no class: " + InvalidMessageException.quote(String.valueOf(name)));
    }

    static void require(boolean condition, String problem) {
        if (!condition) {
            throw new InvalidMessageException(problem);
        }
    }
}
