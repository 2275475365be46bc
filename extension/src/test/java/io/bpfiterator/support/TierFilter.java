// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Excludes the tests of the tiers in the system property {@code tests.left.out}, prints their number, and lists them in
 * {@code target/left-out} for the table of results.
 *
 * <p>Does not exclude a test that the kernel harness runs in an environment, because it does not use the kernel of this
 * JVM.
 */
public final class TierFilter implements PostDiscoveryFilter, TestExecutionListener {

    private static final String EXCLUDED = "tests.left.out";
    private static final String HARNESS = "bpf-iterator";

    /** Keyed by unique id, because a build tool may discover a test more than once. */
    private static final Map<UniqueId, LeftOut> LEFT_OUT = new LinkedHashMap<>();

    /** Counts nested test plans: some tests run a plan within that of the build tool. */
    private static final AtomicInteger RUNNING_PLANS = new AtomicInteger();

    private record LeftOut(String tier, String test) {}

    /** JUnit applies the filter to the tests first, and then to the classes without remaining tests. */
    @Override
    public FilterResult apply(TestDescriptor descriptor) {
        Optional<String> tier = isHarness(descriptor) ? Optional.empty() : excludedTier(descriptor);
        tier.ifPresent(name -> method(descriptor)
                .ifPresent(method -> LEFT_OUT.put(
                        descriptor.getUniqueId(),
                        new LeftOut(name, method.getClassName() + "#" + descriptor.getLegacyReportingName()))));
        return FilterResult.includedIf(
                tier.isEmpty(), () -> "its tier is not excluded", () -> EXCLUDED + " names its tier");
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        RUNNING_PLANS.incrementAndGet();
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (RUNNING_PLANS.decrementAndGet() == 0 && !LEFT_OUT.isEmpty()) {
            report();
        }
    }

    private static boolean isHarness(TestDescriptor descriptor) {
        return descriptor.getUniqueId().getEngineId().filter(HARNESS::equals).isPresent();
    }

    private static Optional<String> excludedTier(TestDescriptor descriptor) {
        return Stream.of(System.getProperty(EXCLUDED, "").split(","))
                .map(String::strip)
                .filter(tier -> hasTag(descriptor, tier))
                .findFirst();
    }

    /** Searches also the package, because JUnit does not support tags of packages. */
    private static boolean hasTag(TestDescriptor descriptor, String tier) {
        return descriptor.getTags().stream().map(TestTag::getName).anyMatch(tier::equals)
                || tier.equals(NeedsKernel.TIER)
                        && method(descriptor)
                                .filter(method ->
                                        method.getJavaClass().getPackage().isAnnotationPresent(NeedsKernel.class))
                                .isPresent();
    }

    private static Optional<MethodSource> method(TestDescriptor descriptor) {
        return descriptor.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast);
    }

    private static void report() {
        Map<String, Long> counts = LEFT_OUT.values().stream()
                .collect(Collectors.groupingBy(LeftOut::tier, LinkedHashMap::new, Collectors.counting()));
        System.out.println("Left out: tests tagged "
                + counts.entrySet().stream()
                        .map(count -> count.getKey() + " (" + count.getValue() + ")")
                        .collect(Collectors.joining(", "))
                + "; scripts/test runs them");
        Path list = Path.of("target", "left-out", ProcessHandle.current().pid() + ".txt");
        try {
            Files.createDirectories(list.getParent());
            Files.write(
                    list,
                    LEFT_OUT.values().stream()
                            .map(left -> left.tier() + " " + left.test())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
