package io.bpfiterator.harness.container;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.settings.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a container may do.
 *
 * @param capabilities what it may do beside what the engine allows to every container; empty if it is privileged
 */
record Privileges(List<Capability> capabilities) {

    private static final Privileges PRIVILEGED = new Privileges(List.of());
    private static final Privileges LEAST = new Privileges(List.of(Capability.SYS_ADMIN));

    /** @throws EnvironmentException if a name is no capability's */
    static Privileges of(Settings settings) {
        List<String> names = settings.value(ContainerParameters.PRIVILEGES);
        return switch (String.join(", ", names)) {
            case "privileged" -> PRIVILEGED;
            case "capabilities" -> LEAST;
            default ->
                new Privileges(
                        names.stream().map(name -> capability(name, settings)).toList());
        };
    }

    private static Capability capability(String name, Settings settings) {
        try {
            return Capability.valueOf(name.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", ""));
        } catch (IllegalArgumentException e) {
            throw new EnvironmentException(
                    ContainerParameters.PRIVILEGES.invalidValueMessage(
                            settings.text(ContainerParameters.PRIVILEGES).orElseThrow(), name, words()),
                    e);
        }
    }

    private static List<String> words() {
        return Stream.concat(
                        Stream.of("privileged", "capabilities"),
                        Arrays.stream(Capability.values()).map(Capability::name))
                .toList();
    }

    boolean privileged() {
        return capabilities.isEmpty();
    }

    /** Tells whether it may mount a bpffs of its own; where not, it needs the host's. */
    boolean mayMount() {
        return privileged() || capabilities.contains(Capability.SYS_ADMIN);
    }

    /**
     * Gives these privileges to a container. An engine's seccomp filter refuses bpf(2), its AppArmor profile mount(2) and its
     * SELinux label the bound directories, whatever the capabilities.
     */
    void grant(HostConfig config) {
        if (privileged()) {
            config.withPrivileged(true);
        } else {
            config.withCapAdd(capabilities.toArray(Capability[]::new))
                    .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined", "label=disable"));
        }
    }

    /** Returns the words for it in a line of output: {@code privileged}, {@code with CAP_BPF and CAP_PERFMON}. */
    String describe() {
        return privileged()
                ? "privileged"
                : capabilities.stream()
                        .map(capability -> "CAP_" + capability)
                        .collect(Collectors.joining(" and ", "with ", ""));
    }
}
