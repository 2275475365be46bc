// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.targets;

import io.bpfiterator.map.MapType;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The iterator targets of all releases of Linux, each with the release that introduced it, the build option that
 * enables it, and the parameter that it accepts. Everything else that differs between targets asks this table. The
 * types of maps that a target walks are in the table of {@link MapType}.
 *
 * <p>The releases and options are taken from the kernel's source, from the callers of {@code bpf_iter_reg_target}.
 */
public enum Target {
    BPF_LINK("5.19", "CONFIG_BPF_SYSCALL=y"),
    BPF_MAP("5.8", "CONFIG_BPF_SYSCALL=y"),
    BPF_MAP_ELEM("5.9", "CONFIG_BPF_SYSCALL=y", Parameter.MAP),
    BPF_PROG("5.9", "CONFIG_BPF_SYSCALL=y"),
    BPF_SK_STORAGE_MAP("5.9", "CONFIG_NET=y", Parameter.MAP),
    CGROUP("6.1", "CONFIG_CGROUPS=y", Parameter.CGROUP),
    DMABUF("6.16", "CONFIG_DMA_SHARED_BUFFER=y"),
    IPV6_ROUTE("5.8", "CONFIG_IPV6=y (a module is not enough)"),
    KMEM_CACHE("6.13", "CONFIG_BPF_SYSCALL=y"),
    KSYM("6.0", "CONFIG_KALLSYMS=y"),
    NETLINK("5.8", "CONFIG_NET=y"),
    SOCKMAP("5.10", "CONFIG_NET=y", Parameter.MAP),
    TASK("5.8", "CONFIG_BPF_SYSCALL=y", Parameter.TASK),
    TASK_FILE("5.8", "CONFIG_BPF_SYSCALL=y", Parameter.TASK),
    TASK_VMA("5.12", "CONFIG_BPF_SYSCALL=y", Parameter.TASK),
    TCP("5.9", "CONFIG_INET=y"),
    UDP("5.9", "CONFIG_INET=y"),
    UNIX("5.15", "CONFIG_UNIX=y (a module is not enough)");

    private static final String SLEEPABLE = "iter.s/";

    /** The targets that are registered with {@code BPF_ITER_RESCHED}. */
    private static final Set<Target> SLEEPABLE_TARGETS =
            EnumSet.of(CGROUP, DMABUF, KMEM_CACHE, KSYM, TASK, TASK_FILE, TASK_VMA);

    private final String since;
    private final String option;
    private final Optional<Parameter> parameter;

    Target(String since, String option) {
        this(since, option, Optional.empty());
    }

    Target(String since, String option, Parameter parameter) {
        this(since, option, Optional.of(parameter));
    }

    Target(String since, String option, Optional<Parameter> parameter) {
        this.since = since;
        this.option = option;
        this.parameter = parameter;
    }

    /** Returns the target with a name such as {@code task}; empty if no release of Linux has it. */
    public static Optional<Target> named(String name) {
        return Stream.of(values())
                .filter(target -> target.targetName().equals(name))
                .findFirst();
    }

    /** Returns the parameter that the target with a name accepts; empty if it accepts none, or is not known. */
    public static Optional<Parameter> parameterOf(String name) {
        return named(name).flatMap(Target::parameter);
    }

    /** Returns the target of a program's ELF section, such as {@code iter/task} or {@code iter.s/task}. */
    public static Optional<String> ofSection(String section) {
        return Stream.of("iter/", SLEEPABLE)
                .filter(section::startsWith)
                .map(prefix -> section.substring(prefix.length()))
                .findFirst();
    }

    /** Returns whether a program's ELF section makes the program sleepable: {@code iter.s/task}. */
    public static boolean isSleepable(String section) {
        return section.startsWith(SLEEPABLE);
    }

    /** Returns the names of all targets, sorted. */
    public static List<String> names() {
        return Stream.of(values()).map(Target::targetName).sorted().toList();
    }

    /** Returns the target's name in the kernel, as in {@code SEC("iter/task")}. */
    public String targetName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the release that introduced the target: {@code 6.1}. */
    public String since() {
        return since;
    }

    /** Returns the build option that the target requires, for messages: {@code CONFIG_NET=y}. */
    public String option() {
        return option;
    }

    /** Returns the parameter that the target accepts when it is attached; empty if it accepts none. */
    public Optional<Parameter> parameter() {
        return parameter;
    }

    /**
     * Returns whether the target runs sleepable programs. The kernel loads them for all targets, and refuses to attach
     * them to those that hold a lock while a program runs.
     */
    public boolean runsSleepable() {
        return SLEEPABLE_TARGETS.contains(this);
    }

    /** Returns the types of maps that the target walks; empty if it does not walk a map. */
    public Set<MapType> mapTypes() {
        return Stream.of(MapType.values())
                .filter(type ->
                        type.iteratorTarget().filter(targetName()::equals).isPresent())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(MapType.class)));
    }
}
