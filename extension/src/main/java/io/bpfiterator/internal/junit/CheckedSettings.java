// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.internal.loading.Portability;
import io.bpfiterator.internal.session.Placement;
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
 * Fails each class that uses BPF while a setting is invalid: a test that passes despite a misspelt setting may not have
 * tested what its author intended.
 *
 * @param problems one message for each invalid setting
 */
record CheckedSettings(List<String> problems) {

    private static final String PARAMETERS = "junit-platform.properties";

    /**
     * Checks the settings, once in a run, and whether the class may run in this JVM.
     *
     * @throws ExtensionConfigurationException if a setting is invalid
     * @throws io.bpfiterator.failure.DiagnosedException if the class is meant to run in an environment
     */
    static void check(ExtensionContext context) {
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
        Portability.setStrict(SkipPolicy.of(context).strict());
        context.getTestClass().ifPresent(Placement::check);
    }

    /**
     * JUnit does not list its configuration parameters: known keys are looked up one by one, unknown keys are found in
     * the sources that JUnit reads.
     */
    private static List<String> problems(Settings settings) {
        SettingsCheck check = SettingsCheck.ofClassPath();
        Set<String> keys = new HashSet<>(System.getProperties().stringPropertyNames());
        keys.addAll(keysInFile());
        check.keys().stream().filter(key -> settings.get(key).isPresent()).forEach(keys::add);
        return check.problems(keys, settings);
    }

    /** Ignores an unreadable file, because JUnit reports it. */
    private static Set<String> keysInFile() {
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
