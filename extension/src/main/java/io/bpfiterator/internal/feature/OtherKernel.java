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

    /** The configuration parameter that selects it, for messages. */
    public static final String PARAMETER = ExtensionSettings.ENVIRONMENTS + " = " + ENVIRONMENT;

    private OtherKernel() {}
}
