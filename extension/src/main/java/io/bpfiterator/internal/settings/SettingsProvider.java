// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.settings;

import java.util.List;

/** Declares the settings of another module. Implementations are found with {@link java.util.ServiceLoader}. */
@FunctionalInterface
public interface SettingsProvider {

    /** Returns the settings, in the order of the documentation. */
    List<Setting<?>> settings();
}
