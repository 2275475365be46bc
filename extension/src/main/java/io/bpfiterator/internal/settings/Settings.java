// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.settings;

import java.util.Optional;

/** Looks up settings and parses them as their {@link Setting} declares. */
@FunctionalInterface
public interface Settings {

    /** Looks up system properties. */
    Settings SYSTEM_PROPERTIES = key -> Optional.ofNullable(System.getProperty(key));

    /** Returns the value of a key as written; empty if the key is not set. */
    Optional<String> get(String key);

    /** Returns a setting's value as text, without surrounding blanks; empty if it is not set or blank. */
    default Optional<String> text(Setting<?> setting) {
        return get(setting.key()).map(String::strip).filter(text -> !text.isEmpty());
    }

    /**
     * Returns a setting's parsed value; empty if it is not set or blank.
     *
     * @throws io.bpfiterator.failure.BpfException if the value is invalid; the message names the valid values
     */
    default <T> Optional<T> given(Setting<T> setting) {
        return text(setting).map(setting::parse);
    }

    /**
     * Returns a setting's parsed value, or its default.
     *
     * @throws io.bpfiterator.failure.BpfException if the value is invalid; the message names the valid values
     */
    default <T> T value(Setting<T> setting) {
        return given(setting).orElseGet(setting::defaultValue);
    }
}
