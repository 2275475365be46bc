// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.auto;

import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Decides whether tests may run outside this JVM if {@code bpfiterator.environments} is not set. */
public final class Relocation {

    /** IntelliJ's own agent, with which the IDE stops test runs, does not instrument the code under test. */
    private static final String IDE_AGENT = "idea_rt.jar";

    private Relocation() {}

    /**
     * Returns whether tests may run outside this JVM. They may not if this JVM has a debugger or a Java agent, which
     * would wait for them here, or under {@code bpfiterator.strict}, where each test reports why it cannot run here.
     */
    public static boolean isAllowed(Settings settings) {
        return isAllowed(settings, ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    static boolean isAllowed(Settings settings, List<String> jvmArguments) {
        return !settings.value(ExtensionSettings.STRICT)
                && jvmArguments.stream().noneMatch(Relocation::isTied);
    }

    private static boolean isTied(String jvmArgument) {
        return jvmArgument.startsWith("-agentlib:jdwp")
                || jvmArgument.startsWith("-Xrunjdwp")
                || jvmArgument.startsWith("-javaagent:") && !jvmArgument.contains(IDE_AGENT);
    }
}
