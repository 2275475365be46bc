// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.feature.Availability;
import io.bpfiterator.internal.feature.Availability.Status;
import io.bpfiterator.internal.feature.Feature;
import io.bpfiterator.internal.feature.FeatureProbes;
import io.bpfiterator.internal.kernel.KernelRelease;
import io.bpfiterator.internal.targets.Target;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** The features of one kind that a test requires of the kernel. */
record RequiredFeatures(Feature.Kind kind, List<String> names) {

    RequiredFeatures {
        FeatureProbes probes = FeatureProbes.ofKernel();
        for (String name : names) {
            Feature feature = new Feature(kind, name);
            // A kfunc may be that of a module or of a newer kernel.
            if (kind != Feature.Kind.KFUNC && !probes.known().has(feature) && !probes.isInBtf(feature)) {
                throw new ExtensionConfigurationException(Failure.invalid("Unknown " + feature)
                        .because("no release of Linux has it")
                        .remedy(probes.known()
                                .nearest(feature)
                                .map(nearest -> "Did you mean " + nearest + "?")
                                .orElse("Write the name as in " + example(kind)))
                        .message());
            }
        }
    }

    /**
     * Enables the test if the kernel lets iterators use all of the features.
     *
     * @param since the version that introduced them; empty if unknown
     */
    ConditionEvaluationResult evaluate(String since) {
        if (names.isEmpty()) {
            throw new ExtensionConfigurationException(
                    "The condition names no " + kind + ". Add at least one, as in " + example(kind) + ".");
        }
        KernelRelease release = KernelRelease.running();
        if (since.isEmpty()) {
            rejectMistypedKfunc(release);
        }
        boolean expected = !since.isEmpty() && release.isAtLeast(KernelRelease.version(since));
        Map<Status, List<Feature>> byStatus = features()
                .collect(Collectors.groupingBy(feature -> answer(feature).status()));
        requireAnswers(byStatus.getOrDefault(Status.UNKNOWN, List.of()), release);
        List<Feature> absent = byStatus.getOrDefault(Status.ABSENT, List.of());
        if (expected && !absent.isEmpty()) {
            throw new ExtensionConfigurationException(Failure.invalid("Linux " + release + " has no " + list(absent)
                            + " although since = \"" + since + "\" expects it")
                    .because(possibleCause(absent.get(0)))
                    .remedy("Correct since, or remove it to skip the test")
                    .message());
        }
        List<Feature> refused = byStatus.getOrDefault(Status.REFUSED, List.of());
        if (absent.isEmpty() && refused.isEmpty()) {
            return ConditionEvaluationResult.enabled("Linux " + release + " has " + this);
        }
        return ConditionEvaluationResult.disabled(Stream.of(
                        describe(absent, found -> "Linux " + release + " has no " + list(found)),
                        describe(
                                absent.stream()
                                        .filter(RequiredFeatures::isUnknownKfunc)
                                        .toList(),
                                found -> "bpf-iterator does not know " + names(found)
                                        + ": a module or a newer kernel may have it, or the name is wrong"),
                        describe(
                                refused,
                                found -> "Linux " + release + " refuses " + list(found) + ": "
                                        + answer(found.get(0)).errnoDescription()))
                .flatMap(description -> description)
                .collect(Collectors.joining(". ")));
    }

    /**
     * Returns whether the kernel has all of the features, or at least names them if this process may not probe them.
     */
    boolean areAllPresent() {
        return features()
                .allMatch(feature ->
                        answer(feature).is(Status.AVAILABLE) || answer(feature).is(Status.NO_PRIVILEGE));
    }

    private Stream<Feature> features() {
        return names.stream().map(name -> new Feature(kind, name));
    }

    private static Availability answer(Feature feature) {
        return FeatureProbes.ofKernel().of(feature);
    }

    /** Rejects a misspelt name, which would skip the test on every kernel; with {@code since}, it fails on some. */
    private void rejectMistypedKfunc(KernelRelease release) {
        FeatureProbes probes = FeatureProbes.ofKernel();
        features().filter(RequiredFeatures::isUnknownKfunc).forEach(feature -> probes.known()
                .nearest(feature)
                .filter(nearest -> !probes.isInBtf(feature))
                .ifPresent(nearest -> {
                    throw new ExtensionConfigurationException(Failure.invalid("Unknown " + feature)
                            .because("neither Linux " + release + " nor another known kernel has it")
                            .remedy("Did you mean " + nearest
                                    + "? If the name is right, load the module that has it, or set since")
                            .message());
                }));
    }

    private static boolean isUnknownKfunc(Feature feature) {
        return feature.kind() == Feature.Kind.KFUNC
                && !FeatureProbes.ofKernel().known().has(feature);
    }

    private static void requireAnswers(List<Feature> unknown, KernelRelease release) {
        if (!unknown.isEmpty()) {
            throw Failure.failed("Cannot determine whether Linux " + release + " has " + unknown.get(0))
                    .because(answer(unknown.get(0)).cause())
                    .exception();
        }
    }

    private static Stream<String> describe(List<Feature> found, Function<List<Feature>, String> description) {
        return found.isEmpty() ? Stream.empty() : Stream.of(description.apply(found));
    }

    private static String possibleCause(Feature feature) {
        return feature.kind() == Feature.Kind.ITERATOR
                ? Target.named(feature.name())
                        .map(target -> "Linux " + target.since() + " introduced it, and it requires " + target.option())
                        .orElse("either the version is wrong, or the kernel was built without a required option")
                : "either the version is wrong, or the kernel was built without it";
    }

    private static String example(Feature.Kind kind) {
        return switch (kind) {
            case ITERATOR -> "@EnabledIfIterator(\"task\")";
            case HELPER -> "@EnabledIfHelper(\"bpf_seq_printf\")";
            case KFUNC -> "@EnabledIfKfunc(\"bpf_iter_num_new\")";
        };
    }

    private static String list(List<Feature> features) {
        return features.get(0).kind() + " " + names(features);
    }

    private static String names(List<Feature> features) {
        return features.stream().map(Feature::name).collect(Collectors.joining(", "));
    }

    /** Returns {@code "iterator target task"} or {@code "iterator target task, cgroup"}. */
    @Override
    public String toString() {
        return kind + " " + String.join(", ", names);
    }
}
