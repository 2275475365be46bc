package io.bpfiterator.internal.settings;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.text.NearestName;
import java.util.Collection;
import java.util.Optional;

/**
 * Declares what a user can set.
 *
 * @param key the name of a configuration parameter of JUnit, or of a system property; begins with {@link #PREFIX}
 * @param type what its text may be
 * @param defaultText the text that stands for one that is not given; empty if there is none
 * @param whenUnset what applies if it is not given, for the documentation
 * @param systemPropertyOnly whether JUnit's other configuration parameters are not asked for it: it is read where JUnit
 *     may not be
 * @param meaning what it sets, in one sentence
 */
public record Setting<T>(
        String key,
        ValueType<T> type,
        Optional<String> defaultText,
        String whenUnset,
        boolean systemPropertyOnly,
        String meaning) {

    /** The beginning of each key; names without it are the user's own. */
    public static final String PREFIX = "bpfiterator.";

    /** Declares a configuration parameter that has a default. */
    public static <T> Setting<T> of(String key, ValueType<T> type, String defaultText, String meaning) {
        return new Setting<>(key, type, Optional.of(defaultText), "`" + defaultText + "`", false, meaning);
    }

    /** Declares a configuration parameter without a default; {@code whenUnset} says what applies instead. */
    public static <T> Setting<T> optional(String key, ValueType<T> type, String whenUnset, String meaning) {
        return new Setting<>(key, type, Optional.empty(), whenUnset, false, meaning);
    }

    /** Declares the same, as a system property. */
    public Setting<T> asSystemProperty() {
        return new Setting<>(key, type, defaultText, whenUnset, true, meaning);
    }

    /** @throws BpfException if the text is wrong; the message says what it must be */
    T parse(String text) {
        return type.parser().apply(text).orElseThrow(() -> new BpfException(wrong(text, text, type.words())));
    }

    T defaultValue() {
        return parse(defaultText.orElseThrow(() -> new IllegalStateException(key + " has no default")));
    }

    /**
     * Returns the sentence for a wrong text.
     *
     * @param part what in the text is wrong
     * @param words what that part may be; the nearest is suggested
     */
    public String wrong(String text, String part, Collection<String> words) {
        return key + " is \"" + text + "\": it must be " + type.requirement() + "."
                + NearestName.of(part, words)
                        .map(word -> " Did you mean " + word + "?")
                        .orElse("");
    }

    /** Returns the key: messages name a setting by it. */
    @Override
    public String toString() {
        return key;
    }
}
