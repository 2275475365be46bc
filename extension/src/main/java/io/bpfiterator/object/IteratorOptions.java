package io.bpfiterator.object;

import com.sun.jna.Memory;
import io.bpfiterator.btf.KernelFeatures;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.feature.KnownTarget.Parameter;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an iterator: what it walks, if its target offers a choice. The kernel's type is
 * {@code union bpf_iter_link_info} of {@code linux/bpf.h}.
 */
public abstract sealed class IteratorOptions permits MapOptions, CgroupOptions, TaskOptions, IteratorOptions.None {

    private static final IteratorOptions NONE = new None();

    /** The size of the union in bytes. */
    static final int LINK_INFO_BYTES = 16;

    IteratorOptions() {}

    /** Returns no parameters, for a target that accepts none or whose parameters are optional. */
    public static IteratorOptions none() {
        return NONE;
    }

    /**
     * Returns the parameters of a target that walks the elements of a map. The link keeps the map. Requires Linux 5.9.
     */
    public static IteratorOptions map(BpfMap<?, ?> map) {
        return new MapOptions(map);
    }

    /** Returns options for the target {@code cgroup}: the cgroup to start at, and an order. Requires Linux 6.1. */
    public static CgroupOptions cgroup() {
        return CgroupOptions.EMPTY;
    }

    /**
     * Returns options for the targets {@code task}, {@code task_file} and {@code task_vma}: the only thread or process
     * to walk. Requires Linux 6.1.
     */
    public static TaskOptions task() {
        return TaskOptions.EMPTY;
    }

    /** Refuses parameters that the target does not accept; the kernel silently ignores some of them. */
    abstract void check(BpfProgram program, IteratorTarget target);

    /**
     * Passes the filled union to a call, or null for no parameters. What the union refers to stays open during the
     * call, in which the kernel acquires its own references.
     */
    abstract int withLinkInfo(ToIntFunction<@Nullable Memory> call);

    static Memory emptyLinkInfo() {
        Memory info = new Memory(LINK_INFO_BYTES);
        info.clear();
        return info;
    }

    /** Refuses a parameter that the target does not accept. */
    static void requireAccepted(Parameter wanted, BpfProgram program, IteratorTarget target, Object given) {
        if (target.parameter().filter(wanted::equals).isEmpty()) {
            throw Failure.invalid("Cannot attach iterator " + program.name() + " to " + given)
                    .because("its target " + target + " accepts " + target.parameterDescription())
                    .remedy("Leave it out")
                    .exception();
        }
    }

    /**
     * Refuses a parameter that the running kernel does not know yet: Linux 5.10 would interpret a thread's id as the
     * descriptor of a map, and walk all tasks.
     */
    static void requireKnown(Parameter wanted, BpfProgram program, Object given) {
        if (!KernelFeatures.ofKernel().iteratorParameters().contains(wanted.member())) {
            throw Failure.absent("Cannot attach iterator " + program.name() + " to " + given)
                    .because("the running kernel's iterators do not have this parameter")
                    .remedy("Use Linux 6.1 or newer")
                    .exception();
        }
    }

    /** Starts the failure of an iterator over cgroups that was not given a cgroup. */
    static Failure cgroupMissing(BpfProgram program) {
        return Failure.invalid("Cannot attach iterator " + program.name())
                .because("it walks cgroups, and the cgroup to start at is missing");
    }

    static final class None extends IteratorOptions {

        @Override
        void check(BpfProgram program, IteratorTarget target) {
            if (target.parameter().filter(Parameter.MAP::equals).isPresent()) {
                throw Failure.invalid("Cannot attach iterator " + program.name())
                        .because("its target " + target + " walks the elements of a map, and the map is missing")
                        .remedy("Name one with map = \"id N\", \"pinned FILE\" or \"name NAME\"")
                        .exception();
            }
            if (target.parameter().filter(Parameter.CGROUP::equals).isPresent()) {
                throw cgroupMissing(program)
                        .remedy("Name one with cgroup = \"self\", \"path DIRECTORY\" or \"id N\"")
                        .exception();
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
