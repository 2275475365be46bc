package io.bpfiterator.internal.feature;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The iterator targets that kernels have had, each with the release that brought it, the option that it is built with,
 * and what it is given.
 *
 * <p>The releases and options are those of the kernel's source: {@code bpf_iter_reg_target} is called where a target
 * is.
 */
public enum KnownTarget {
    BPF_LINK("5.19", "CONFIG_BPF_SYSCALL=y"),
    BPF_MAP("5.8", "CONFIG_BPF_SYSCALL=y"),
    BPF_MAP_ELEM("5.9", "CONFIG_BPF_SYSCALL=y", "a hash, an lru_hash, an array, or a per-CPU one of these"),
    BPF_PROG("5.9", "CONFIG_BPF_SYSCALL=y"),
    BPF_SK_STORAGE_MAP("5.9", "CONFIG_NET=y", "an sk_storage map"),
    CGROUP("6.1", "CONFIG_CGROUPS=y", Parameter.CGROUP),
    DMABUF("6.16", "CONFIG_DMA_SHARED_BUFFER=y"),
    IPV6_ROUTE("5.8", "CONFIG_IPV6=y (a module is not enough)"),
    KMEM_CACHE("6.13", "CONFIG_BPF_SYSCALL=y"),
    KSYM("6.0", "CONFIG_KALLSYMS=y"),
    NETLINK("5.8", "CONFIG_NET=y"),
    SOCKMAP("5.10", "CONFIG_NET=y", "a sockmap or a sockhash"),
    TASK("5.8", "CONFIG_BPF_SYSCALL=y", Parameter.TASK),
    TASK_FILE("5.8", "CONFIG_BPF_SYSCALL=y", Parameter.TASK),
    TASK_VMA("5.12", "CONFIG_BPF_SYSCALL=y", Parameter.TASK),
    TCP("5.9", "CONFIG_INET=y"),
    UDP("5.9", "CONFIG_INET=y"),
    UNIX("5.15", "CONFIG_UNIX=y (a module is not enough)");

    /** What a target is given when it is attached: a member of {@code union bpf_iter_link_info}. */
    public enum Parameter {
        /** The map whose elements are walked. Required. */
        MAP("a map (IteratorOptions.map, or map = \"…\" in the annotation)"),
        /** The cgroup to start from, and an order. Required; Linux 6.1. */
        CGROUP("a cgroup and an order (IteratorOptions.cgroup, or cgroup = \"…\" in the annotation)"),
        /** The only thread or process to walk. Optional; Linux 6.1. */
        TASK("a thread or process (IteratorOptions.task, or task = \"…\" in the annotation), or none for all of them");

        private final String description;

        Parameter(String description) {
            this.description = description;
        }

        /** Returns the kernel's name for it in {@code union bpf_iter_link_info}. */
        public String member() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return description;
        }
    }

    private final String since;
    private final String option;
    private final Optional<Parameter> parameter;
    private final String mapTypes;

    KnownTarget(String since, String option) {
        this(since, option, Optional.empty(), "");
    }

    KnownTarget(String since, String option, Parameter parameter) {
        this(since, option, Optional.of(parameter), "");
    }

    KnownTarget(String since, String option, String mapTypes) {
        this(since, option, Optional.of(Parameter.MAP), mapTypes);
    }

    KnownTarget(String since, String option, Optional<Parameter> parameter, String mapTypes) {
        this.since = since;
        this.option = option;
        this.parameter = parameter;
        this.mapTypes = mapTypes;
    }

    /** Returns the target of a name, such as {@code task}; nothing for a name that no kernel has had. */
    public static Optional<KnownTarget> named(String name) {
        return Stream.of(values())
                .filter(target -> target.targetName().equals(name))
                .findFirst();
    }

    /** Returns all names, sorted. */
    public static List<String> names() {
        return Stream.of(values()).map(KnownTarget::targetName).sorted().toList();
    }

    /** Returns the kernel's name for it, as in {@code SEC("iter/task")}. */
    public String targetName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the first release that has it: {@code 6.1}. */
    public String since() {
        return since;
    }

    /** Returns the kernel's build option without which it is absent. */
    public String option() {
        return option;
    }

    /** Returns what it is given when it is attached; nothing where it is given nothing. */
    public Optional<Parameter> parameter() {
        return parameter;
    }

    /** Returns the types of maps that it walks, as a message lists them; an empty text where it walks no map. */
    public String mapTypes() {
        return mapTypes;
    }
}
