// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.settings;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.NearestName;
import java.util.Collection;
import java.util.Optional;

/**
 * Declares a setting.
 *
 * @param key the name of a JUnit configuration parameter or system property, which starts with {@link #PREFIX}
 * @param type the valid values
 * @param defaultText the default value; empty if the setting has no default
 * @param whenUnset the effect of not setting it, for the documentation
 * @param systemPropertyOnly whether it is read only from system properties, because the code that reads it also runs
 *     without JUnit
 * @param meaning its effect in one sentence, for the documentation
 */
public record Setting<T>(
        String key,
        ValueType<T> type,
        Optional<String> defaultText,
        String whenUnset,
        boolean systemPropertyOnly,
        String meaning) {

    /** The prefix of every key. Names without it belong to the user. */
    public static final String PREFIX = "bpfiterator.";

    /** Declares a configuration parameter with a default. */
    public static <T> Setting<T> of(String key, ValueType<T> type, String defaultText, String meaning) {
        return new Setting<>(key, type, Optional.of(defaultText), "`" + defaultText + "`", false, meaning);
    }

    /**
     * Declares a configuration parameter without a default; {@code whenUnset} describes the effect of not setting it.
     */
    public static <T> Setting<T> optional(String key, ValueType<T> type, String whenUnset, String meaning) {
        return new Setting<>(key, type, Optional.empty(), whenUnset, false, meaning);
    }

    /** Returns this setting as one that is read only from system properties. */
    public Setting<T> asSystemProperty() {
        return new Setting<>(key, type, defaultText, whenUnset, true, meaning);
    }

    /** @throws io.bpfiterator.failure.BpfException if the value is invalid; the message names the valid values */
    T parse(String text) {
        return type.parser().apply(text).orElseThrow(() -> Failure.invalid(
                        invalidValueMessage(text, text, type.choices()))
                .exception());
    }

    T defaultValue() {
        return parse(defaultText.orElseThrow(() -> new IllegalStateException(key + " has no default.")));
    }

    /**
     * Returns the message for an invalid value.
     *
     * @param part the part of the value that is invalid
     * @param choices the valid values of that part, of which the message suggests the nearest
     */
    public String invalidValueMessage(String text, String part, Collection<String> choices) {
        return key + " is \"" + text + "\": it must be " + type.requirement() + "."
                + NearestName.question(" ", part, choices);
    }

    /** Returns the key, by which messages name a setting. */
    @Override
    public String toString() {
        return key;
    }
}
