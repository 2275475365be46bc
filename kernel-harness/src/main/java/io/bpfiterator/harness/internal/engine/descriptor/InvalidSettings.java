// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.descriptor;

import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.SettingsCheck;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.engine.ConfigurationParameters;

/** The invalid settings of a run. */
public final class InvalidSettings {

    private InvalidSettings() {}

    /** Returns a message for each setting that is invalid regardless of the others. */
    public static List<String> in(ConfigurationParameters parameters) {
        // They include the system properties and those of junit-platform.properties.
        Set<String> keys = parameters.keySet().stream()
                .filter(key -> key.startsWith(Setting.PREFIX))
                .collect(Collectors.toSet());
        return keys.isEmpty() ? List.of() : SettingsCheck.ofClassPath().problems(keys, parameters::get);
    }
}
