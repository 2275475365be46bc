// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.settings.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds the privileges of a container.
 *
 * @param capabilities the capabilities beyond those that the engine grants to every container; empty if it is
 *     privileged
 */
record Privileges(List<Capability> capabilities) {

    private static final Privileges PRIVILEGED = new Privileges(List.of());
    private static final Privileges MINIMAL = new Privileges(List.of(Capability.SYS_ADMIN));

    /** @throws EnvironmentException if a name is not the name of a capability */
    static Privileges of(Settings settings) {
        List<String> names = settings.value(ContainerParameters.PRIVILEGES);
        return switch (String.join(", ", names)) {
            case "privileged" -> PRIVILEGED;
            case "capabilities" -> MINIMAL;
            default ->
                new Privileges(
                        names.stream().map(name -> capability(name, settings)).toList());
        };
    }

    private static Capability capability(String name, Settings settings) {
        try {
            return Capability.valueOf(name.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", ""));
        } catch (IllegalArgumentException e) {
            throw Failure.invalid(ContainerParameters.PRIVILEGES.invalidValueMessage(
                            settings.text(ContainerParameters.PRIVILEGES).orElseThrow(), name, allowedNames()))
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        }
    }

    private static List<String> allowedNames() {
        return Stream.concat(
                        Stream.of("privileged", "capabilities"),
                        Arrays.stream(Capability.values()).map(Capability::name))
                .toList();
    }

    boolean privileged() {
        return capabilities.isEmpty();
    }

    /** Returns whether the container may mount a bpffs; otherwise it needs the host's. */
    boolean mayMount() {
        return privileged() || capabilities.contains(Capability.SYS_ADMIN);
    }

    /**
     * Grants these privileges to a container. Whatever the capabilities, an engine's seccomp filter refuses bpf(2), its
     * AppArmor profile mount(2), and its SELinux label the mounted directories, so all three are disabled.
     */
    void grant(HostConfig config) {
        if (privileged()) {
            config.withPrivileged(true);
        } else {
            config.withCapAdd(capabilities.toArray(Capability[]::new))
                    .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined", "label=disable"));
        }
    }

    /** Returns a description for messages: {@code privileged}, {@code with CAP_BPF and CAP_PERFMON}. */
    String description() {
        return privileged()
                ? "privileged"
                : capabilities.stream()
                        .map(capability -> "CAP_" + capability)
                        .collect(Collectors.joining(" and ", "with ", ""));
    }
}
