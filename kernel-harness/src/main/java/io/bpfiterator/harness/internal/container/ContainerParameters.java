// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Declares the settings of containers.
 *
 * <p>This class does not refer to Testcontainers, so that settings can be checked without it on the class path.
 */
final class ContainerParameters {

    private static final Pattern ENGINE_NAME = Pattern.compile("docker|podman|[a-z]+://.+");
    private static final Pattern NETWORK_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]*");
    private static final Pattern PRIVILEGE = Pattern.compile("[A-Za-z_]+");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,9})([kmg]?)");
    private static final Map<String, Integer> SHIFTS = Map.of("", 0, "k", 10, "m", 20, "g", 30);

    static final Setting<String> ENGINE = Setting.optional(
            "bpfiterator.container.engine",
            ValueType.matching(ENGINE_NAME, "docker, podman, or a socket's URI such as unix:///run/podman/podman.sock"),
            "the first that responds",
            "Chooses the container engine.");

    static final Setting<List<String>> PRIVILEGES = Setting.of(
            "bpfiterator.container.privileges",
            ValueType.list(
                    ValueType.matching(PRIVILEGE, "a name"),
                    "[\\s,]+",
                    "privileged, capabilities, or names of capabilities such as \"BPF, PERFMON\""),
            "privileged",
            "Sets the privileges of a container: `capabilities` grants only SYS_ADMIN; without that capability,"
                    + " iterators are pinned in this machine's `/sys/fs/bpf`.");

    static final Setting<String> PID = Setting.of(
            "bpfiterator.container.pid",
            ValueType.oneOf("host", "own"),
            "host",
            "Chooses the PID namespace: the host's, or the container's own, where iterators show only its tasks.");

    static final Setting<String> NETWORK = Setting.of(
            "bpfiterator.container.network",
            ValueType.matching(NETWORK_NAME, "none, host, or a network's name"),
            "none",
            "Chooses the network of a container.");

    static final Setting<Long> MEMORY = Setting.optional(
            "bpfiterator.container.memory",
            new ValueType<>(
                    ContainerParameters::bytes,
                    "a number of bytes, or one with the suffix k, m or g, such as 512m",
                    List.of()),
            "no limit",
            "Limits the memory of a container.");

    /** All settings, in the order of the documentation. */
    static final List<Setting<?>> ALL = List.of(ENGINE, PRIVILEGES, PID, NETWORK, MEMORY);

    private ContainerParameters() {}

    private static Optional<Long> bytes(String text) {
        Matcher matcher = BYTES.matcher(text.toLowerCase(Locale.ROOT));
        return matcher.matches()
                ? Optional.of(Long.parseLong(matcher.group(1)) << SHIFTS.getOrDefault(matcher.group(2), 0))
                : Optional.empty();
    }
}
