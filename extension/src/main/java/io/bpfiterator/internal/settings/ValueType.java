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
 * Says what the text of a setting may be, and makes a value of it.
 *
 * @param parser returns the value of a text without blanks around it; empty if the text is wrong
 * @param requirement the end of a sentence that begins with "It must be"
 * @param words all right texts, where these are few; a wrong text is compared with them
 */
public record ValueType<T>(Function<String, Optional<T>> parser, String requirement, List<String> words) {

    /** Has room for each number that this project has a use for, so that a longer one is out of range. */
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    public ValueType {
        words = List.copyOf(words);
    }

    /** Allows some words, in either case, and returns the allowed word. */
    public static ValueType<String> words(String... allowed) {
        Map<String, String> values = new LinkedHashMap<>();
        Arrays.stream(allowed).forEach(word -> values.put(word, word));
        return words(values);
    }

    /** Allows {@code true} and {@code false}. */
    public static ValueType<Boolean> flag() {
        Map<String, Boolean> values = new LinkedHashMap<>();
        values.put("true", true);
        values.put("false", false);
        return words(values);
    }

    /** Allows the names of an enum's constants, in either case. */
    public static <E extends Enum<E>> ValueType<E> constants(Class<E> type) {
        Map<String, E> values = new LinkedHashMap<>();
        Arrays.stream(type.getEnumConstants())
                .forEach(constant -> values.put(constant.name().toLowerCase(Locale.ROOT), constant));
        return words(values);
    }

    private static <T> ValueType<T> words(Map<String, T> values) {
        List<String> words = List.copyOf(values.keySet());
        int last = words.size() - 1;
        return new ValueType<>(
                text -> Optional.ofNullable(values.get(text.toLowerCase(Locale.ROOT))),
                String.join(", ", words.subList(0, last)) + " or " + words.get(last),
                words);
    }

    /** Allows a whole number of a unit, between two others and these themselves. */
    public static ValueType<Integer> number(String unit, int least, int most) {
        return number("a whole number of " + unit, least, most, Function.identity());
    }

    /** Allows a whole number of seconds, from one. */
    public static ValueType<Duration> seconds(int most) {
        return number("a whole number of seconds", 1, most, Duration::ofSeconds);
    }

    /** Allows the number of a port; 0 stands for any that is free. */
    public static ValueType<Integer> port() {
        return number("the number of a port", 0, 0xffff, Function.identity());
    }

    private static <T> ValueType<T> number(String what, int least, int most, Function<Integer, T> value) {
        return new ValueType<>(
                text -> Optional.of(text)
                        .filter(digits -> NUMBER.matcher(digits).matches())
                        .map(Integer::valueOf)
                        .filter(number -> number >= least && number <= most)
                        .map(value),
                what + " between " + least + " and " + most,
                List.of());
    }

    /** Allows a path; a relative one is one below the working directory. */
    public static ValueType<Path> path() {
        return new ValueType<>(ValueType::toPath, "a path", List.of());
    }

    /** Allows an absolute path. */
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

    /** Allows any text. */
    public static ValueType<String> text(String requirement) {
        return new ValueType<>(Optional::of, requirement, List.of());
    }

    /** Allows a text that matches a pattern. */
    public static ValueType<String> matching(Pattern pattern, String requirement) {
        return new ValueType<>(
                text -> Optional.of(text)
                        .filter(candidate -> pattern.matcher(candidate).matches()),
                requirement,
                List.of());
    }

    /** Allows at least one element. Blanks around an element, and elements of nothing, are left out. */
    public static <T> ValueType<List<T>> list(ValueType<T> element, String separator, String requirement) {
        return new ValueType<>(text -> elements(element, text.split(separator)), requirement, element.words);
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
