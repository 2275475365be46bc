// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.auto;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.feature.Availability;
import io.bpfiterator.internal.feature.Availability.Status;
import io.bpfiterator.internal.feature.FeatureProbes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Says whether this process can run every iterator that the running kernel names.
 *
 * @param fit whether it can run every iterator
 * @param reason the cause, as a clause without a full stop: {@code this kernel refuses bpf_map_elem (EPERM)}
 */
record HostVerdict(boolean fit, String reason) {

    /** Probes each target that the kernel's BTF names. */
    static HostVerdict of(FeatureProbes probes) {
        SortedMap<String, Availability> targets;
        try {
            targets = probes.iterators();
        } catch (DiagnosedException noBtf) {
            return new HostVerdict(false, "this kernel provides no BTF");
        }
        if (targets.isEmpty()) {
            return new HostVerdict(false, "this kernel has no iterators");
        }
        return with(targets, Status.NO_PRIVILEGE)
                .map(lacking -> "this process lacks the privilege to load iterators")
                .or(() -> with(targets, Status.REFUSED)
                        .map(refused -> "this kernel refuses " + names(refused) + " ("
                                + Errno.name(refused.get(0).getValue().errno()) + ")"))
                .or(() -> with(targets, Status.UNKNOWN)
                        .map(unknown -> unknown.get(0))
                        .map(first -> "cannot determine whether this kernel runs " + first.getKey() + " ("
                                + first.getValue().cause() + ")"))
                .map(reason -> new HostVerdict(false, reason))
                .orElseGet(() -> new HostVerdict(true, "this kernel runs every iterator that it names"));
    }

    private static String names(List<Map.Entry<String, Availability>> targets) {
        return targets.stream().map(Map.Entry::getKey).collect(Collectors.joining(", "));
    }

    /** Returns the targets with a status, at least one; empty if no target has it. */
    private static Optional<List<Map.Entry<String, Availability>>> with(
            SortedMap<String, Availability> targets, Status status) {
        return Optional.of(targets.entrySet().stream()
                        .filter(target -> target.getValue().is(status))
                        .toList())
                .filter(found -> !found.isEmpty());
    }
}
