package io.bpfiterator.harness.internal.environment;

import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.SettingsProvider;
import java.util.List;
import java.util.stream.Stream;

/** Provides the settings of the harness and of all kinds of environments. */
public final class DeclaredSettings implements SettingsProvider {

    @Override
    public List<Setting<?>> settings() {
        return Stream.concat(HarnessSettings.ALL.stream(), Environments.settings().stream())
                .toList();
    }
}
