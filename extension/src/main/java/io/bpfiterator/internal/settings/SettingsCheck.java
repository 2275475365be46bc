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

/** Compares what is set with the settings that the modules on the class path declare. */
public final class SettingsCheck {

    private final Map<String, Setting<?>> table = new LinkedHashMap<>();
    private final boolean knowsHarness;

    SettingsCheck(List<Setting<?>> ofOthers) {
        Stream.concat(ExtensionSettings.ALL.stream(), ofOthers.stream())
                .forEach(setting -> table.put(setting.key(), setting));
        knowsHarness = table.keySet().stream().anyMatch(SettingsCheck::isOfHarness);
    }

    /** Creates a check with the settings of all {@link SettingsProvider}s. */
    public static SettingsCheck ofClassPath() {
        return new SettingsCheck(ServiceLoader.load(SettingsProvider.class).stream()
                .<Setting<?>>flatMap(provider -> provider.get().settings().stream())
                .toList());
    }

    /** Returns the keys that mean something here, in the order of the documentation. */
    public Collection<String> keys() {
        return Stream.concat(table.keySet().stream(), Stream.of(ExtensionSettings.ENVIRONMENTS))
                .distinct()
                .toList();
    }

    /**
     * Returns one sentence for each key that no module declares, and for each wrong text; keys that do not begin with
     * {@link Setting#PREFIX} are not looked at.
     *
     * @param keys the keys that are set
     * @param settings what they are set to
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
                    key + " is a configuration parameter of JUnit: it is read as a system property only. Set it"
                            + " with -D" + key + "=" + settings.text(setting).orElseThrow() + ".");
        }
        try {
            settings.given(setting);
            return Optional.empty();
        } catch (BpfException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Tests that were meant for other environments must not pass in this JVM without a word. */
    private static Optional<String> withoutHarness(String key, Settings settings) {
        return key.equals(ExtensionSettings.ENVIRONMENTS)
                ? settings.get(key)
                        .map(String::strip)
                        .filter(text -> !text.isEmpty() && !text.equals(ExtensionSettings.NO_ENVIRONMENT))
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

    /** Compares without the prefix, which all have and which would make any two keys alike. */
    private String unknown(String key) {
        List<String> names = Stream.concat(table.keySet().stream(), ExtensionSettings.OF_HARNESS.stream())
                .filter(known -> !known.endsWith("."))
                .map(known -> known.substring(Setting.PREFIX.length()))
                .toList();
        return "There is no setting " + key + "."
                + NearestName.of(key.substring(Setting.PREFIX.length()), names)
                        .map(name -> " Did you mean " + Setting.PREFIX + name + "?")
                        .orElse(" Remove it: names that begin with " + Setting.PREFIX
                                + " are those of bpf-iterator, and docs/settings.md lists them.");
    }
}
