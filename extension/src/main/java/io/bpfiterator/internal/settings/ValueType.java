// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Describes and parses the valid values of a setting.
 *
 * @param parser parses a text without surrounding blanks; returns empty if the text is invalid
 * @param requirement the end of a sentence that starts with "It must be"
 * @param choices all valid texts, for suggestions; empty if they are too many to list
 */
public record ValueType<T>(Function<String, Optional<T>> parser, String requirement, List<String> choices) {

    /** Matches numbers that fit into an {@code int}; longer numbers are out of every range. */
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    public ValueType {
        choices = List.copyOf(choices);
    }

    /** Accepts one of several choices, ignoring case, and returns the choice as listed. */
    public static ValueType<String> oneOf(String... choices) {
        Map<String, String> values = new LinkedHashMap<>();
        Arrays.stream(choices).forEach(choice -> values.put(choice, choice));
        return oneOf(values);
    }

    /** Accepts {@code true} and {@code false}, ignoring case. */
    public static ValueType<Boolean> flag() {
        Map<String, Boolean> values = new LinkedHashMap<>();
        values.put("true", true);
        values.put("false", false);
        return oneOf(values);
    }

    /** Accepts the names of an enum's constants, ignoring case. */
    public static <E extends Enum<E>> ValueType<E> constants(Class<E> type) {
        Map<String, E> values = new LinkedHashMap<>();
        Arrays.stream(type.getEnumConstants())
                .forEach(constant -> values.put(constant.name().toLowerCase(Locale.ROOT), constant));
        return oneOf(values);
    }

    private static <T> ValueType<T> oneOf(Map<String, T> values) {
        List<String> choices = List.copyOf(values.keySet());
        int last = choices.size() - 1;
        return new ValueType<>(
                text -> Optional.ofNullable(values.get(text.toLowerCase(Locale.ROOT))),
                String.join(", ", choices.subList(0, last)) + " or " + choices.get(last),
                choices);
    }

    /** Accepts a whole number of a unit from {@code min} to {@code max}, inclusive. */
    public static ValueType<Integer> number(String unit, int min, int max) {
        return number("a whole number of " + unit, min, max, Function.identity());
    }

    /** Accepts a whole number of seconds from 1 to {@code max}. */
    public static ValueType<Duration> seconds(int max) {
        return number("a whole number of seconds", 1, max, Duration::ofSeconds);
    }

    /** Accepts a port number; 0 means any free port. */
    public static ValueType<Integer> port() {
        return number("the number of a port", 0, 0xffff, Function.identity());
    }

    private static <T> ValueType<T> number(String what, int min, int max, Function<Integer, T> value) {
        return new ValueType<>(
                text -> Optional.of(text)
                        .filter(digits -> NUMBER.matcher(digits).matches())
                        .map(Integer::valueOf)
                        .filter(number -> number >= min && number <= max)
                        .map(value),
                what + " between " + min + " and " + max,
                List.of());
    }

    /** Accepts a path; a relative path is relative to the working directory. */
    public static ValueType<Path> path() {
        return new ValueType<>(ValueType::toPath, "a path", List.of());
    }

    /** Accepts an absolute path. */
    public static ValueType<Path> absolutePath() {
        return new ValueType<>(
                text -> toPath(text).filter(Path::isAbsolute).map(Path::normalize), "an absolute path", List.of());
    }

    private static Optional<Path> toPath(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Accepts any text. */
    public static ValueType<String> text(String requirement) {
        return new ValueType<>(Optional::of, requirement, List.of());
    }

    /** Accepts a text that matches a pattern. */
    public static ValueType<String> matching(Pattern pattern, String requirement) {
        return new ValueType<>(
                text -> Optional.of(text)
                        .filter(candidate -> pattern.matcher(candidate).matches()),
                requirement,
                List.of());
    }

    /** Accepts a list of at least one element. Ignores blanks around elements, and empty elements. */
    public static <T> ValueType<List<T>> list(ValueType<T> element, String separator, String requirement) {
        return new ValueType<>(text -> elements(element, text.split(separator)), requirement, element.choices);
    }

    private static <T> Optional<List<T>> elements(ValueType<T> element, String[] texts) {
        List<T> values = new ArrayList<>();
        for (String text : texts) {
            Optional<T> value = text.isBlank() ? Optional.empty() : element.parser.apply(text.strip());
            if (value.isEmpty() && !text.isBlank()) {
                return Optional.empty();
            }
            value.ifPresent(values::add);
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(values));
    }
}
