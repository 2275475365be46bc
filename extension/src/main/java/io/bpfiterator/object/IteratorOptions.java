package io.bpfiterator.object;

import com.sun.jna.Memory;
import io.bpfiterator.kernel.BpfException;
import org.jspecify.annotations.Nullable;

/** The parameters of an iterator, {@code union bpf_iter_link_info}: what it walks, where its target leaves a choice. */
public abstract sealed class IteratorOptions {

    private static final IteratorOptions NONE = new None();

    private IteratorOptions() {}

    /** Returns no parameters: for a target that takes none, or whose parameters may be left out. */
    public static IteratorOptions none() {
        return NONE;
    }

    /** Returns the parameters of a target that walks the elements of a map. The link keeps the map alive. */
    public static IteratorOptions map(BpfMap<?, ?> map) {
        return new MapOptions(map);
    }

    /** Refuses parameters that the target does not take; the kernel would ignore some of them without a word. */
    abstract void check(BpfProgram program, IteratorTarget target);

    abstract @Nullable Memory linkInfo();

    private static final class None extends IteratorOptions {
        @Override
        void check(BpfProgram program, IteratorTarget target) {
            if (target.walksMap()) {
                throw new BpfException("Iterator " + program.name() + " walks the elements of a map (target " + target
                        + ") and was given none; name one with map = \"id N\", \"pinned FILE\" or \"name NAME\"");
            }
        }

        @Override
        @Nullable
        Memory linkInfo() {
            return null;
        }
    }

    static final class MapOptions extends IteratorOptions {

        private final BpfMap<?, ?> map;

        private MapOptions(BpfMap<?, ?> map) {
            this.map = map;
        }

        BpfMap<?, ?> map() {
            return map;
        }

        @Override
        void check(BpfProgram program, IteratorTarget target) {
            if (!target.walksMap()) {
                throw new BpfException("Iterator " + program.name() + " walks no map (target " + target
                        + "), and was given " + map + "; leave the map out");
            }
        }

        @Override
        Memory linkInfo() {
            Memory info = new Memory(Integer.BYTES);
            info.setInt(0, map.fd().number());
            return info;
        }
    }
}
