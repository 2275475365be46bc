package io.bpfiterator.internal.settings;

import java.util.Optional;

/** Looks up what is set, and reads it as its {@link Setting} declares. */
@FunctionalInterface
public interface Settings {

    /** Looks up system properties. */
    Settings SYSTEM_PROPERTIES = key -> Optional.ofNullable(System.getProperty(key));

    /** Returns the text of a key, as it was written; empty if the key is not set. */
    Optional<String> get(String key);

    /** Returns a setting's text without blanks around it; empty if it is not set, or blank. */
    default Optional<String> text(Setting<?> setting) {
        return get(setting.key()).map(String::strip).filter(text -> !text.isEmpty());
    }

    /**
     * Returns a setting's value; empty if it is not set, or blank.
     *
     * @throws io.bpfiterator.failure.BpfException if its text is wrong; the message says what it must be
     */
    default <T> Optional<T> given(Setting<T> setting) {
        return text(setting).map(setting::parse);
    }

    /**
     * Returns a setting's value, or its default.
     *
     * @throws io.bpfiterator.failure.BpfException if its text is wrong; the message says what it must be
     */
    default <T> T value(Setting<T> setting) {
        return given(setting).orElseGet(setting::defaultValue);
    }
}
