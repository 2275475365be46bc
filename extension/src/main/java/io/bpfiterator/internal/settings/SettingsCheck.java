// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.settings;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.text.NearestName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Finds unknown settings, and invalid values of those that the modules on the class path declare. */
public final class SettingsCheck {

    private final Map<String, Setting<?>> table = new LinkedHashMap<>();
    private final boolean knowsHarness;

    SettingsCheck(List<Setting<?>> ofOtherModules) {
        Stream.concat(ExtensionSettings.ALL.stream(), ofOtherModules.stream())
                .forEach(setting -> table.put(setting.key(), setting));
        knowsHarness = table.keySet().stream().anyMatch(SettingsCheck::isOfHarness);
    }

    /** Creates a check with the settings of the extension and of all {@link SettingsProvider}s. */
    public static SettingsCheck ofClassPath() {
        return new SettingsCheck(ServiceLoader.load(SettingsProvider.class).stream()
                .<Setting<?>>flatMap(provider -> provider.get().settings().stream())
                .toList());
    }

    /** Returns the keys that have an effect here, in the order of the documentation. */
    public Collection<String> keys() {
        return Stream.concat(table.keySet().stream(), Stream.of(ExtensionSettings.ENVIRONMENTS))
                .distinct()
                .toList();
    }

    /**
     * Returns one message for each unknown key and for each invalid value. Ignores keys without {@link Setting#PREFIX}.
     *
     * @param keys the keys that are set
     * @param settings their values
     */
    public List<String> problems(Collection<String> keys, Settings settings) {
        return keys.stream()
                .filter(key -> key.startsWith(Setting.PREFIX))
                .distinct()
                .sorted()
                .flatMap(key -> problem(key, settings).stream())
                .toList();
    }

    private Optional<String> problem(String key, Settings settings) {
        Setting<?> setting = table.get(key);
        if (setting == null) {
            return isKnownElsewhere(key) ? withoutHarness(key, settings) : Optional.of(unknown(key));
        }
        if (setting.systemPropertyOnly()
                && settings.text(setting).isPresent()
                && Settings.SYSTEM_PROPERTIES.get(key).isEmpty()) {
            return Optional.of(
                    key + " is set as a configuration parameter of JUnit, but is read only as a system property. Set it"
                            + " with -D" + key + "=" + settings.text(setting).orElseThrow() + ".");
        }
        try {
            settings.given(setting);
            return Optional.empty();
        } catch (BpfException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Reports environments that would be ignored, because tests for them must not silently pass in this JVM. */
    private static Optional<String> withoutHarness(String key, Settings settings) {
        return key.equals(ExtensionSettings.ENVIRONMENTS)
                ? ExtensionSettings.environments(settings)
                        .map(text ->
                                key + " is \"" + text + "\", but bpf-iterator-kernel-harness is not on the class path."
                                        + " Add it as a test dependency, or set " + key + " = "
                                        + ExtensionSettings.NO_ENVIRONMENT + " for this module.")
                : Optional.empty();
    }

    private boolean isKnownElsewhere(String key) {
        return !knowsHarness && isOfHarness(key);
    }

    private static boolean isOfHarness(String key) {
        return ExtensionSettings.OF_HARNESS.stream()
                .anyMatch(own -> own.endsWith(".") ? key.startsWith(own) : key.equals(own));
    }

    /** Compares keys without the prefix, which would make all of them similar. */
    private String unknown(String key) {
        List<String> names = Stream.concat(table.keySet().stream(), ExtensionSettings.OF_HARNESS.stream())
                .filter(known -> !known.endsWith("."))
                .map(known -> known.substring(Setting.PREFIX.length()))
                .toList();
        return "Unknown setting " + key + "."
                + NearestName.of(key.substring(Setting.PREFIX.length()), names)
                        .map(name -> " Did you mean " + Setting.PREFIX + name + "?")
                        .orElse(" Remove it: the prefix " + Setting.PREFIX
                                + " is reserved for the settings that docs/settings.md lists.");
    }
}
