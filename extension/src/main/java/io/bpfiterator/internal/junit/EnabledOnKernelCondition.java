// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.EnabledOnKernel;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.feature.Feature;
import io.bpfiterator.internal.kernel.KernelRelease;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Evaluates {@link EnabledOnKernel}. */
public final class EnabledOnKernelCondition extends KernelCondition<EnabledOnKernel> {

    /** Creates the condition; JUnit calls it. */
    public EnabledOnKernelCondition() {
        super(EnabledOnKernel.class);
    }

    @Override
    public ConditionEvaluationResult evaluate(EnabledOnKernel annotation) {
        Optional<KernelRelease> min = given(annotation.min());
        Optional<KernelRelease> max = given(annotation.max());
        List<RequiredFeatures> features = Stream.of(
                        new RequiredFeatures(Feature.Kind.ITERATOR, List.of(annotation.iterator())),
                        new RequiredFeatures(Feature.Kind.HELPER, List.of(annotation.helper())))
                .filter(required -> !required.names().isEmpty())
                .toList();
        check(min, max, features);
        KernelRelease release = KernelRelease.running();
        if (min.filter(first -> !release.isAtLeast(first)).isPresent()) {
            rejectBackport(release, min.get(), features);
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

    private static void check(
            Optional<KernelRelease> min, Optional<KernelRelease> max, List<RequiredFeatures> features) {
        if (min.isEmpty() && max.isEmpty()) {
            throw invalid("@EnabledOnKernel has no bounds", "min and max are both missing", "Set at least one of them");
        }
        if (min.isEmpty() && !features.isEmpty()) {
            throw invalid(
                    "@EnabledOnKernel names " + join(features) + " without min",
                    "iterator and helper only explain min",
                    "Set min, or use @EnabledIfIterator or @EnabledIfHelper");
        }
        if (min.isPresent() && max.isPresent() && !min.get().isAtMost(max.get())) {
            throw invalid(
                    "@EnabledOnKernel matches no kernel",
                    "min " + min.get() + " is newer than max " + max.get(),
                    "Swap them");
        }
    }

    private static void rejectBackport(KernelRelease release, KernelRelease min, List<RequiredFeatures> features) {
        if (!features.isEmpty() && features.stream().allMatch(RequiredFeatures::areAllPresent)) {
            throw invalid(
                    "@EnabledOnKernel(min = \"" + min + "\") would skip a test that can run",
                    "Linux " + release + " is older than " + min + ", but already has " + join(features),
                    "Lower min, or use @EnabledIfIterator or @EnabledIfHelper");
        }
    }

    private static ExtensionConfigurationException invalid(String what, String cause, String remedy) {
        return new ExtensionConfigurationException(
                Failure.invalid(what).because(cause).remedy(remedy).message());
    }

    private static String join(List<RequiredFeatures> features) {
        return features.stream().map(RequiredFeatures::toString).collect(Collectors.joining(" and "));
    }
}
