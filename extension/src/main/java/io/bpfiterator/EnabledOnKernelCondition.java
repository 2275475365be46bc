package io.bpfiterator;

import io.bpfiterator.internal.feature.Feature;
import io.bpfiterator.kernel.KernelRelease;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Answers {@link EnabledOnKernel}. */
final class EnabledOnKernelCondition extends KernelCondition<EnabledOnKernel> {

    EnabledOnKernelCondition() {
        super(EnabledOnKernel.class);
    }

    @Override
    ConditionEvaluationResult evaluate(EnabledOnKernel annotation) {
        Optional<KernelRelease> min = given(annotation.min());
        Optional<KernelRelease> max = given(annotation.max());
        List<NeededFeatures> features = Stream.of(
                        new NeededFeatures(Feature.Kind.ITERATOR, List.of(annotation.iterator())),
                        new NeededFeatures(Feature.Kind.HELPER, List.of(annotation.helper())))
                .filter(needed -> !needed.names().isEmpty())
                .toList();
        check(min, max, features);
        KernelRelease release = KernelRelease.running();
        if (min.filter(first -> !release.isAtLeast(first)).isPresent()) {
            refuseBackport(release, min.get(), features);
            return ConditionEvaluationResult.disabled("Linux " + release + " is older than " + min.get());
        }
        if (max.filter(last -> !release.isAtMost(last)).isPresent()) {
            return ConditionEvaluationResult.disabled("Linux " + release + " is newer than " + max.get());
        }
        return ConditionEvaluationResult.enabled("Linux " + release + " is "
                + Stream.concat(
                                min.map(first -> first + " or newer").stream(),
                                max.map(last -> last + " or older").stream())
                        .collect(Collectors.joining(" and ")));
    }

    private static Optional<KernelRelease> given(String version) {
        return version.isEmpty() ? Optional.empty() : Optional.of(KernelRelease.version(version));
    }

    private static void check(Optional<KernelRelease> min, Optional<KernelRelease> max, List<NeededFeatures> features) {
        if (min.isEmpty() && max.isEmpty()) {
            throw new ExtensionConfigurationException("@EnabledOnKernel gives neither min nor max; give one");
        }
        if (min.isEmpty() && !features.isEmpty()) {
            throw new ExtensionConfigurationException("@EnabledOnKernel names " + words(features)
                    + " as what min stands for, and gives no min; give it, or use a condition on that alone");
        }
        if (min.isPresent() && max.isPresent() && !min.get().isAtMost(max.get())) {
            throw new ExtensionConfigurationException("@EnabledOnKernel is met by no kernel: min " + min.get()
                    + " is newer than max " + max.get() + "; exchange them");
        }
    }

    private static void refuseBackport(KernelRelease release, KernelRelease min, List<NeededFeatures> features) {
        if (!features.isEmpty() && features.stream().allMatch(NeededFeatures::areThere)) {
            throw new ExtensionConfigurationException("Linux " + release + " is older than " + min
                    + ", but has " + words(features)
                    + " already, for which min stands; lower min, or use a condition on that alone");
        }
    }

    private static String words(List<NeededFeatures> features) {
        return features.stream().map(NeededFeatures::toString).collect(Collectors.joining(" and "));
    }
}
