package io.bpfiterator.internal.feature;

import io.bpfiterator.internal.settings.ExtensionSettings;

/** The kernel that stands in where the running one cannot run a test. */
public final class OtherKernel {

    /**
     * The environment of the kernel harness that has it. Every iterator target of its release works there, Debian keeps
     * packages of it for years, and it changes with a release of this library only.
     */
    public static final String ENVIRONMENT = "vm:6.12";

    /** The configuration parameter that chooses it, as a message says it. */
    public static final String PARAMETER = ExtensionSettings.ENVIRONMENTS + " = " + ENVIRONMENT;

    private OtherKernel() {}
}
