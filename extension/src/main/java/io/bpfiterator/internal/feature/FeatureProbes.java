// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.feature;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.feature.Availability.Status;
import io.bpfiterator.internal.feature.KernelCalls.LoadAttempt;
import io.bpfiterator.internal.targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Probes the features that the running kernel lets this process use, by loading a minimal program for each. A feature
 * is probed once per JVM, at the first request.
 *
 * <p>The kernel's BTF is not sufficient: some kernels have an iterator target there and refuse every program for it.
 * See {@code docs/decisions/0019-probes.md}.
 */
public final class FeatureProbes {

    /**
     * Matches the verifier's messages about a call that it does not know, or does not allow in this type of program.
     */
    private static final Pattern CALL_ABSENT = Pattern.compile(
            "unknown func|invalid func|cannot use helper|not allowed|not supported|BPF_CALL uses reserved fields");

    /** Matches the messages about the arguments or the result of a call, which show that the call itself is allowed. */
    private static final Pattern CALL_ALLOWED =
            Pattern.compile("\\bR\\d\\b|args?#?\\d|expected|reference|map_ptr|NULL|unbounded|const");

    /** The targets whose programs probe a call; each target allows some calls that others do not. */
    private static final List<Target> CALLERS = List.of(Target.TASK, Target.TCP, Target.UNIX, Target.CGROUP);

    private static volatile FeatureProbes running = new FeatureProbes(new RunningKernel(), KnownFeatures.ofReleases());

    private final KernelCalls kernel;
    private final KnownFeatures known;
    private final Map<Feature, Availability> answers = new ConcurrentHashMap<>();

    FeatureProbes(KernelCalls kernel, KnownFeatures known) {
        this.kernel = kernel;
        this.known = known;
    }

    /** Returns the probes of the running kernel. */
    public static FeatureProbes ofKernel() {
        return running;
    }

    /**
     * Replaces the probes of the running kernel until the result is closed. For tests of missing features.
     */
    static AutoCloseable replace(FeatureProbes probes) {
        FeatureProbes replaced = running;
        running = probes;
        return () -> running = replaced;
    }

    /** Returns the features that any release of Linux has. */
    public KnownFeatures known() {
        return known;
    }

    /** Probes a feature, or returns the result of an earlier probe. */
    public Availability of(Feature feature) {
        return answers.computeIfAbsent(feature, this::probe);
    }

    /** Probes an iterator target such as {@code task}. */
    public Availability iterator(String target) {
        return of(new Feature(Feature.Kind.ITERATOR, target));
    }

    /**
     * Probes every iterator target in the kernel's BTF.
     *
     * @throws BpfException if the kernel's BTF cannot be read
     */
    public SortedMap<String, Availability> iterators() {
        SortedMap<String, Availability> all = new TreeMap<>();
        kernel.features().iterators().keySet().forEach(target -> all.put(target, iterator(target)));
        return all;
    }

    /** Returns whether this process has the capabilities for iterators in the initial user namespace. */
    public boolean isPrivileged() {
        return kernel.isPrivileged();
    }

    /**
     * Returns whether the BTF of the kernel or of a loaded module has the name, which does not prove that programs may
     * use the feature.
     */
    public boolean isInBtf(Feature feature) {
        return switch (feature.kind()) {
            case ITERATOR -> kernel.features().iterators().containsKey(feature.name());
            case HELPER -> kernel.features().helpers().containsKey(feature.name());
            case KFUNC ->
                kernel.function(feature.name()).isPresent()
                        || kernel.moduleWith(feature.name()).isPresent();
        };
    }

    private Availability probe(Feature feature) {
        try {
            return switch (feature.kind()) {
                case ITERATOR -> probeIterator(feature.name());
                case HELPER -> probeHelper(feature.name());
                case KFUNC -> probeKfunc(feature.name());
            };
        } catch (BpfException e) {
            return Availability.unknown(e.getMessage());
        }
    }

    /** Creates a program for a target that calls what is probed. */
    private interface Call {
        ProbeProgram from(String target, int targetId, boolean sleepable);
    }

    private Availability probeIterator(String target) {
        Integer id = kernel.features().iterators().get(target);
        if (id == null) {
            return Availability.ABSENT;
        }
        LoadAttempt attempt = kernel.load(ProbeProgram.returning(target, id));
        if (attempt.isLoaded()) {
            return Availability.AVAILABLE;
        }
        if (isRefusal(attempt)) {
            return refusal(attempt);
        }
        // EINVAL: the function is named like an iterator target, but not registered as one.
        return Errno.EINVAL.is(attempt.errno()) ? Availability.ABSENT : unexplained(attempt);
    }

    private Availability probeHelper(String helper) {
        Integer id = kernel.features().helpers().get(helper);
        return id == null
                ? Availability.ABSENT
                : probeCall(
                        (target, targetId, sleepable) -> ProbeProgram.callingHelper(target, targetId, sleepable, id));
    }

    private Availability probeKfunc(String kfunc) {
        OptionalInt id = kernel.function(kfunc);
        return id.isEmpty()
                ? kernel.moduleWith(kfunc)
                        .map(module -> Availability.unknown(
                                "it is a function of module " + module + ", and kfuncs of modules cannot be probed"))
                        .orElse(Availability.ABSENT)
                : probeCall((target, targetId, sleepable) ->
                        ProbeProgram.callingKfunc(target, targetId, sleepable, id.getAsInt()));
    }

    /** Probes a call in iterators over each target, until one allows it. */
    private Availability probeCall(Call call) {
        List<Availability> outcomes = new ArrayList<>();
        for (Target caller : CALLERS) {
            Integer targetId = kernel.features().iterators().get(caller.targetName());
            if (targetId == null) {
                continue;
            }
            for (boolean sleepable : new boolean[] {false, true}) {
                Availability outcome = callOutcome(kernel.load(call.from(caller.targetName(), targetId, sleepable)));
                if (outcome.is(Status.AVAILABLE)) {
                    return outcome;
                }
                outcomes.add(outcome);
            }
        }
        return outcomes.stream()
                .filter(outcome -> outcome.is(Status.ABSENT))
                .findFirst()
                .or(() -> outcomes.stream().findFirst())
                .orElse(Availability.ABSENT);
    }

    private Availability callOutcome(LoadAttempt attempt) {
        if (attempt.isLoaded()) {
            return Availability.AVAILABLE;
        } else if (isRefusal(attempt)) {
            return refusal(attempt);
        } else if (CALL_ABSENT.matcher(attempt.verifierMessage()).find()) {
            return Availability.ABSENT;
        } else if (CALL_ALLOWED.matcher(attempt.verifierMessage()).find()) {
            return Availability.AVAILABLE;
        }
        return unexplained(attempt);
    }

    /** Returns whether the kernel, or a seccomp filter, refused a program before the verifier read an instruction. */
    private boolean isRefusal(LoadAttempt attempt) {
        return attempt.verifierMessage().isEmpty()
                && (Errno.EPERM.is(attempt.errno())
                        || Errno.EACCES.is(attempt.errno())
                        || Errno.ENOSYS.is(attempt.errno()) && !kernel.isPrivileged());
    }

    private Availability refusal(LoadAttempt attempt) {
        return kernel.isPrivileged()
                ? Availability.refused(attempt.errno())
                : Availability.noPrivilege(attempt.errno());
    }

    private static Availability unexplained(LoadAttempt attempt) {
        return Availability.unknown("the kernel returned " + Errno.describe(attempt.errno())
                + (attempt.verifierMessage().isEmpty() ? "" : ": " + attempt.verifierMessage()));
    }
}
