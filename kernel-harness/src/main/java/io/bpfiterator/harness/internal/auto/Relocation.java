package io.bpfiterator.harness.internal.auto;

import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Decides whether tests may leave this JVM while {@code bpfiterator.environments} is not set. */
public final class Relocation {

    /** IntelliJ's own agent, which lets the IDE end its test runs, is not about the code under test. */
    private static final String IDE_AGENT = "idea_rt.jar";

    private Relocation() {}

    /**
     * Tells whether they may: not where a debugger or an agent waits for them in this JVM, and not under
     * {@code bpfiterator.strict}, where each test is to say why it cannot run here.
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
