package io.bpfiterator.object;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an iterator walks, named by the part of its section after {@code iter/} or {@code iter.s/}.
 *
 * @param name the kernel's name for it, such as {@code task}
 */
public record IteratorTarget(String name) {

    /** A parameter of some targets; see {@link IteratorOptions}. */
    enum Parameter {
        MAP("a map (IteratorOptions.map, or map = \"…\" in the annotation)"),
        CGROUP("a cgroup and an order (IteratorOptions.cgroup, or cgroup = \"…\" in the annotation)"),
        TASK("a thread or process (IteratorOptions.task, or task = \"…\" in the annotation), or none for all of them");

        private final String words;

        Parameter(String words) {
            this.words = words;
        }

        /** Returns the kernel's name for it, in {@code union bpf_iter_link_info}. */
        String member() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** The targets that walk the elements of one map; since Linux 5.9 (sk_storage) and 5.10 (sockmap). */
    private static final Set<String> WALK_A_MAP = Set.of("bpf_map_elem", "bpf_sk_storage_map", "sockmap");

    /** The targets that can be kept to one thread or process; since Linux 6.1. */
    private static final Set<String> WALK_TASKS = Set.of("task", "task_file", "task_vma");

    static Optional<IteratorTarget> ofSection(String section) {
        for (String prefix : new String[] {"iter/", "iter.s/"}) {
            if (section.startsWith(prefix)) {
                return Optional.of(new IteratorTarget(section.substring(prefix.length())));
            }
        }
        return Optional.empty();
    }

    /** Tells whether the target walks the elements of one map, and so must be given it. */
    public boolean walksMap() {
        return WALK_A_MAP.contains(name);
    }

    /** Returns the parameter that the target takes. */
    Optional<Parameter> parameter() {
        if (walksMap()) {
            return Optional.of(Parameter.MAP);
        }
        if (name.equals("cgroup")) {
            return Optional.of(Parameter.CGROUP);
        }
        return WALK_TASKS.contains(name) ? Optional.of(Parameter.TASK) : Optional.empty();
    }

    /** Says what the target takes, for an error. */
    String takes() {
        return "target " + name + " takes "
                + parameter().map(Parameter::toString).orElse("no parameters");
    }

    @Override
    public String toString() {
        return name;
    }
}
