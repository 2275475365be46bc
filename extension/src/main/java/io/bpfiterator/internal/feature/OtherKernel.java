// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.feature;

import io.bpfiterator.internal.settings.ExtensionSettings;

/** The kernel that messages recommend if the running kernel cannot run a test. */
public final class OtherKernel {

    /**
     * The environment of the kernel harness with that kernel. All iterator targets of its release work there, and
     * Debian provides packages of it for years. The choice changes only with a release of this library.
     */
    public static final String ENVIRONMENT = "vm:6.12";

    private static volatile String selection = ExtensionSettings.ENVIRONMENTS + " = " + ENVIRONMENT;

    private OtherKernel() {}

    /** Returns how a user selects it, for messages: for tests, the configuration parameter. */
    public static String selection() {
        return selection;
    }

    /** Sets how a user of this JVM selects it, if that is not a configuration parameter. */
    public static void setSelection(String text) {
        selection = text;
    }
}
