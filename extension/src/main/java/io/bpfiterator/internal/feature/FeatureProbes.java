package io.bpfiterator.internal.feature;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.feature.Availability.Status;
import io.bpfiterator.internal.feature.KernelCalls.LoadAttempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Tries what the running kernel lets this process do, by loading the smallest program that does it. Each feature is
 * tried once in a JVM, when it is first asked for.
 *
 * <p>BTF alone does not answer: some kernels name an iterator target there and refuse every program for it. See
 * {@code docs/decisions/0019-probes.md}.
 */
public final class FeatureProbes {

    /** The verifier's sentences about a call that it does not know, or does not allow in this kind of program. */
    private static final Pattern CALL_ABSENT = Pattern.compile(
            "unknown func|invalid func|cannot use helper|not allowed" + "|not supported|BPF_CALL uses reserved fields");

    /** The sentences about a call's arguments, or about what it returned: then the call itself is allowed. */
    private static final Pattern CALL_KNOWN =
            Pattern.compile("\\bR\\d\\b|args?#?\\d|expected|reference|map_ptr|NULL|unbounded|const");

    /** The targets in whose programs a call is tried; what some allow beside what all do, differs between them. */
    private static final List<KnownTarget> CALLERS =
            List.of(KnownTarget.TASK, KnownTarget.TCP, KnownTarget.UNIX, KnownTarget.CGROUP);

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
     * Puts another kernel in the running one's place until the result is closed; for tests, whose kernel may lack
     * nothing.
     */
    static AutoCloseable replace(FeatureProbes probes) {
        FeatureProbes replaced = running;
        running = probes;
        return () -> running = replaced;
    }

    /** Returns the features that releases of the kernel have had. */
    public KnownFeatures known() {
        return known;
    }

    /** Tries a feature, or returns what came of trying it. */
    public Availability of(Feature feature) {
        return answers.computeIfAbsent(feature, this::probe);
    }

    /** Tries an iterator target: {@code task}. */
    public Availability iterator(String target) {
        return of(new Feature(Feature.Kind.ITERATOR, target));
    }

    /**
     * Tries every iterator target that the kernel's BTF names.
     *
     * @throws BpfException if the kernel shows no BTF
     */
    public SortedMap<String, Availability> iterators() {
        SortedMap<String, Availability> all = new TreeMap<>();
        kernel.features().iterators().keySet().forEach(target -> all.put(target, iterator(target)));
        return all;
    }

    /**
     * Tells whether this process has the capabilities for iterators, in the user namespace that the kernel asks about.
     */
    public boolean isPrivileged() {
        return kernel.isPrivileged();
    }

    /**
     * Tells whether the BTF of the kernel, or of a loaded module, has a name: where a feature cannot be tried, that is
     * all that is known.
     */
    public boolean isNamed(Feature feature) {
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
            return Availability.unknown(String.valueOf(e.getMessage()));
        }
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
        // The kernel's answer for a function that is named like a target and is not registered as one.
        return Errno.EINVAL.is(attempt.errno()) ? Availability.ABSENT : unexplained(attempt);
    }

    private Availability probeHelper(String helper) {
        Integer id = kernel.features().helpers().get(helper);
        return id == null
                ? Availability.ABSENT
                : probeCall((target, sleepable) -> ProbeProgram.callingHelper(
                        target, kernel.features().iterators().get(target), sleepable, id));
    }

    private Availability probeKfunc(String kfunc) {
        OptionalInt id = kernel.function(kfunc);
        return id.isEmpty()
                ? kernel.moduleWith(kfunc)
                        .map(module -> Availability.unknown("it is a function of module " + module
                                + ", and only the kernel's own kfuncs are tried"))
                        .orElse(Availability.ABSENT)
                : probeCall((target, sleepable) -> ProbeProgram.callingKfunc(
                        target, kernel.features().iterators().get(target), sleepable, id.getAsInt()));
    }

    /** Tries a call in each kind of iterator, until one allows it. */
    private Availability probeCall(BiFunction<String, Boolean, ProbeProgram> calling) {
        List<Availability> outcomes = new ArrayList<>();
        for (KnownTarget caller : CALLERS) {
            if (!kernel.features().iterators().containsKey(caller.targetName())) {
                continue;
            }
            for (boolean sleepable : new boolean[] {false, true}) {
                Availability outcome = callOutcome(kernel.load(calling.apply(caller.targetName(), sleepable)));
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
        } else if (CALL_ABSENT.matcher(attempt.sentence()).find()) {
            return Availability.ABSENT;
        } else if (CALL_KNOWN.matcher(attempt.sentence()).find()) {
            return Availability.AVAILABLE;
        }
        return unexplained(attempt);
    }

    /** Tells whether the kernel refused a program before it read an instruction. */
    private static boolean isRefusal(LoadAttempt attempt) {
        return attempt.sentence().isEmpty() && (Errno.EPERM.is(attempt.errno()) || Errno.EACCES.is(attempt.errno()));
    }

    private Availability refusal(LoadAttempt attempt) {
        return kernel.isPrivileged()
                ? Availability.refused(attempt.errno())
                : Availability.noPrivilege(attempt.errno());
    }

    private static Availability unexplained(LoadAttempt attempt) {
        return Availability.unknown("the kernel answered " + Errno.describe(attempt.errno())
                + (attempt.sentence().isEmpty() ? "" : ": " + attempt.sentence()));
    }
}
