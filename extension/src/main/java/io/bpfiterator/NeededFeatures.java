package io.bpfiterator;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.feature.Availability;
import io.bpfiterator.internal.feature.Availability.Status;
import io.bpfiterator.internal.feature.Feature;
import io.bpfiterator.internal.feature.FeatureProbes;
import io.bpfiterator.internal.feature.KnownTarget;
import io.bpfiterator.kernel.KernelRelease;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** What a test needs the kernel to have, all of one kind. */
record NeededFeatures(Feature.Kind kind, List<String> names) {

    NeededFeatures {
        FeatureProbes probes = FeatureProbes.ofKernel();
        for (String name : names) {
            Feature feature = new Feature(kind, name);
            if (!probes.known().has(feature) && !probes.isInBtf(feature)) {
                throw new ExtensionConfigurationException("No kernel has " + feature + ". "
                        + probes.known()
                                .nearest(feature)
                                .map(nearest -> "Did you mean " + nearest + "?")
                                .orElse("Write the name as in " + example(kind) + "."));
            }
        }
    }

    /**
     * Enables where the kernel lets iterators use them all.
     *
     * @param since the version that brought them, or empty where it isn't given
     */
    ConditionEvaluationResult evaluate(String since) {
        if (names.isEmpty()) {
            throw new ExtensionConfigurationException(
                    "The condition names no " + kind + ". Name one as in " + example(kind) + ".");
        }
        KernelRelease release = KernelRelease.running();
        boolean promised = !since.isEmpty() && release.isFrom(KernelRelease.version(since));
        Map<Status, List<Feature>> byStatus = features()
                .collect(Collectors.groupingBy(feature -> answer(feature).status()));
        requireAnswers(byStatus.getOrDefault(Status.UNKNOWN, List.of()), release);
        List<Feature> absent = byStatus.getOrDefault(Status.ABSENT, List.of());
        if (promised && !absent.isEmpty()) {
            throw new ExtensionConfigurationException("Linux " + release + " has no " + list(absent)
                    + ", which since = \"" + since + "\" promises for it: " + whyAbsent(absent.get(0))
                    + ". Correct since, or leave it out to skip the test.");
        }
        List<Feature> refused = byStatus.getOrDefault(Status.REFUSED, List.of());
        if (absent.isEmpty() && refused.isEmpty()) {
            return ConditionEvaluationResult.enabled("Linux " + release + " has " + this);
        }
        return ConditionEvaluationResult.disabled(Stream.of(
                        sentence(absent, found -> "Linux " + release + " has no " + list(found)),
                        sentence(
                                refused,
                                found -> "Linux " + release + " refuses " + list(found) + ": "
                                        + answer(found.get(0)).errnoDescription()))
                .flatMap(text -> text)
                .collect(Collectors.joining("; ")));
    }

    /** Tells whether the kernel has them all, as far as this process may know. */
    boolean areThere() {
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

    private static void requireAnswers(List<Feature> unknown, KernelRelease release) {
        if (!unknown.isEmpty()) {
            throw new BpfException("Cannot determine whether Linux " + release + " has " + unknown.get(0) + ": "
                    + answer(unknown.get(0)).cause());
        }
    }

    private static Stream<String> sentence(List<Feature> found, Function<List<Feature>, String> sentence) {
        return found.isEmpty() ? Stream.empty() : Stream.of(sentence.apply(found));
    }

    private static String whyAbsent(Feature feature) {
        return feature.kind() == Feature.Kind.ITERATOR
                ? KnownTarget.named(feature.name())
                        .map(target -> "it came with Linux " + target.since() + " and requires " + target.option())
                        .orElse("the kernel may be built without what it iterates over")
                : "the release may be wrong";
    }

    private static String example(Feature.Kind kind) {
        return switch (kind) {
            case ITERATOR -> "@EnabledIfIterator(\"task\")";
            case HELPER -> "@EnabledIfHelper(\"bpf_seq_printf\")";
            case KFUNC -> "@EnabledIfKfunc(\"bpf_iter_num_new\")";
        };
    }

    private static String list(List<Feature> features) {
        return features.get(0).kind() + " "
                + features.stream().map(Feature::name).collect(Collectors.joining(", "));
    }

    /** Returns {@code "iterator target task"} or {@code "iterator target task, cgroup"}. */
    @Override
    public String toString() {
        return kind + " " + String.join(", ", names);
    }
}
