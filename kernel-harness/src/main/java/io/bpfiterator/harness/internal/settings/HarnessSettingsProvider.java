// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.settings;

import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.SettingsProvider;
import java.util.List;

/** Declares the settings of the harness itself. */
public final class HarnessSettingsProvider implements SettingsProvider {

    @Override
    public List<Setting<?>> settings() {
        return HarnessSettings.ALL;
    }
}
