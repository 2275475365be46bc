package io.bpfiterator.object;

import com.sun.jna.Memory;
import io.bpfiterator.btf.KernelFeatures;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.feature.KnownTarget.Parameter;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an iterator, {@code union bpf_iter_link_info} of {@code linux/bpf.h}: what it walks, where its target
 * leaves a choice.
 */
public abstract sealed class IteratorOptions permits MapOptions, CgroupOptions, TaskOptions, IteratorOptions.None {

    private static final IteratorOptions NONE = new None();

    /** The size of the union. */
    static final int LINK_INFO_BYTES = 16;

    IteratorOptions() {}

    /** Returns no parameters: for a target that takes none, or whose parameters may be left out. */
    public static IteratorOptions none() {
        return NONE;
    }

    /** Returns the parameters of a target that walks the elements of a map. The link keeps the map alive. Linux 5.9. */
    public static IteratorOptions map(BpfMap<?, ?> map) {
        return new MapOptions(map);
    }

    /** Returns the parameters of target {@code cgroup}, to be told where to begin and in which order. Linux 6.1. */
    public static CgroupOptions cgroup() {
        return CgroupOptions.EMPTY;
    }

    /**
     * Returns the parameters of the targets {@code task}, {@code task_file} and {@code task_vma}, to be told which thread or
     * process. Linux 6.1.
     */
    public static TaskOptions task() {
        return TaskOptions.EMPTY;
    }

    /** Refuses parameters that the target does not take; the kernel would ignore some of them without a word. */
    abstract void check(BpfProgram program, IteratorTarget target);

    /**
     * Calls with the union filled in, or null for none. What the union refers to stays open during the call; the kernel
     * takes references of its own.
     */
    abstract int withLinkInfo(ToIntFunction<@Nullable Memory> call);

    static Memory emptyLinkInfo() {
        Memory info = new Memory(LINK_INFO_BYTES);
        info.clear();
        return info;
    }

    /** Refuses a parameter that the target does not take. */
    static void requireTaken(Parameter wanted, BpfProgram program, IteratorTarget target, Object given) {
        if (target.parameter().filter(wanted::equals).isEmpty()) {
            throw new BpfException("Iterator " + program.name() + " was given " + given + ", and its " + target.takes()
                    + "; leave it out");
        }
    }

    /**
     * Refuses a parameter that the running kernel does not know yet: Linux 5.10 would take a thread's id for the descriptor of
     * a map, and walk all tasks.
     */
    static void requireKnown(Parameter wanted, BpfProgram program, Object given) {
        if (!KernelFeatures.ofKernel().iteratorParameters().contains(wanted.member())) {
            throw BpfException.unavailable(
                    "Iterator " + program.name() + " was given " + given
                            + ", and the running kernel's iterators take no such parameter; it needs Linux 6.1",
                    0,
                    "");
        }
    }

    static final class None extends IteratorOptions {

        @Override
        void check(BpfProgram program, IteratorTarget target) {
            if (target.parameter().filter(Parameter.MAP::equals).isPresent()) {
                throw new BpfException("Iterator " + program.name() + " walks the elements of a map (target " + target
                        + ") and was given none; name one with map = \"id N\", \"pinned FILE\" or \"name NAME\"");
            }
            if (target.parameter().filter(Parameter.CGROUP::equals).isPresent()) {
                throw new BpfException("Iterator " + program.name()
                        + " walks cgroups and was not told which; name one with cgroup = \"self\", \"path DIRECTORY\" or"
                        + " \"id N\", and order");
            }
        }

        @Override
        int withLinkInfo(ToIntFunction<@Nullable Memory> call) {
            return call.applyAsInt(null);
        }

        @Override
        public String toString() {
            return "no parameters";
        }
    }
}
