package io.bpfiterator;

import io.bpfiterator.btf.KernelFeatures;
import io.bpfiterator.kernel.KernelRelease;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** What a test needs the kernel to have, all of one kind. */
record NeededFeatures(KernelFeature kind, List<String> names) {

    NeededFeatures {
        for (String name : names) {
            if (!kind.allowsName(name)) {
                throw new ExtensionConfigurationException(
                        "\"" + name + "\" is no " + kind + "'s name; write it like " + kind.exampleName());
            }
        }
    }

    /**
     * Enables where the kernel has them all.
     *
     * @param since the version that brought them, or empty where it isn't given
     */
    ConditionEvaluationResult evaluate(String since) {
        if (names.isEmpty()) {
            throw new ExtensionConfigurationException(
                    "The condition names no " + kind + "; write one like " + kind.exampleName());
        }
        NeededFeatures missing = missing();
        KernelRelease release = KernelRelease.running();
        if (!since.isEmpty() && release.isFrom(KernelRelease.version(since)) && !missing.names.isEmpty()) {
            throw new ExtensionConfigurationException("Linux " + release + " is " + since
                    + " or newer, but its BTF shows no " + missing + ", which since = \"" + since + "\" promises: "
                    + kind.whyAbsent(missing.names.get(0)) + "; correct that, or leave since out and skip");
        }
        return missing.names.isEmpty()
                ? ConditionEvaluationResult.enabled("Linux " + release + " has " + this)
                : ConditionEvaluationResult.disabled("Linux " + release + " has no " + missing);
    }

    /** Tells whether the kernel has them all, in its BTF. */
    boolean areThere() {
        return missing().names.isEmpty();
    }

    private NeededFeatures missing() {
        List<String> there = kind.in(KernelFeatures.ofKernel());
        return new NeededFeatures(
                kind, names.stream().filter(name -> !there.contains(name)).toList());
    }

    /** Returns {@code "iterator target task"} or {@code "iterator target task, cgroup"}. */
    @Override
    public String toString() {
        return kind + " " + String.join(", ", names);
    }
}
