package io.bpfiterator;

import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.internal.settings.SettingsCheck;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails each class that uses BPF while a setting is wrong: a test that passes with a setting that was misspelt has not
 * tested what its author wanted.
 *
 * @param problems one sentence for each wrong setting
 */
record CheckedSettings(List<String> problems) {

    private static final String PARAMETERS = "junit-platform.properties";

    /** Checks once in a run. */
    static void of(ExtensionContext context) {
        List<String> problems = context.getRoot()
                .getStore(Namespace.create(CheckedSettings.class))
                .getOrComputeIfAbsent(
                        CheckedSettings.class,
                        type -> new CheckedSettings(problems(context::getConfigurationParameter)),
                        CheckedSettings.class)
                .problems();
        if (!problems.isEmpty()) {
            throw new ExtensionConfigurationException(String.join("\n", problems));
        }
    }

    /** Asks for each known key, since JUnit does not list those that are set; unknown ones are found where it looks. */
    private static List<String> problems(Settings settings) {
        SettingsCheck check = SettingsCheck.ofClassPath();
        Set<String> keys = new HashSet<>(System.getProperties().stringPropertyNames());
        keys.addAll(inFile());
        check.keys().stream().filter(key -> settings.get(key).isPresent()).forEach(keys::add);
        return check.problems(keys, settings);
    }

    /** JUnit itself complains of a file that cannot be read. */
    private static Set<String> inFile() {
        Properties properties = new Properties();
        @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (@Nullable InputStream file = loader == null ? null : loader.getResourceAsStream(PARAMETERS)) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException | IllegalArgumentException e) {
            return Set.of();
        }
        return properties.stringPropertyNames();
    }
}
