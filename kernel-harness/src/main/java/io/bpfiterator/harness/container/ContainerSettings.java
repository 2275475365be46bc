package io.bpfiterator.harness.container;

import io.bpfiterator.harness.environment.Settings;
import io.bpfiterator.kernel.BpfException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration parameters that begin with {@code bpfiterator.container.}
 *
 * @param ownPids whether the container has a pid namespace of its own, so that iterators read in it show its tasks alone
 * @param network an engine's word for a network: {@code none}, {@code host}, or a network's name
 * @param engine which engine to use: {@code docker}, {@code podman} or a socket's URI
 * @param memory how many bytes the container may use
 */
record ContainerSettings(
        Privileges privileges, boolean ownPids, String network, Optional<String> engine, OptionalLong memory) {

    static final String ENGINE = "bpfiterator.container.engine";

    private static final String PID = "bpfiterator.container.pid";
    private static final String NETWORK = "bpfiterator.container.network";
    private static final String MEMORY = "bpfiterator.container.memory";

    private static final Pattern NETWORK_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]*");
    private static final Pattern ENGINE_NAME = Pattern.compile("docker|podman|[a-z]+://.+");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,9})([kmg]?)");
    private static final Map<String, Integer> SHIFTS = Map.of("", 0, "k", 10, "m", 20, "g", 30);

    /** @throws BpfException if one of them can't be right */
    static ContainerSettings of(Settings settings) {
        return new ContainerSettings(
                Privileges.of(settings.get(Privileges.PARAMETER).orElse("privileged")),
                ownPids(settings.get(PID).orElse("host")),
                matching(
                        NETWORK_NAME, NETWORK, settings.get(NETWORK).orElse("none"), "none, host, or a network's name"),
                settings.get(ENGINE)
                        .map(name -> matching(
                                ENGINE_NAME,
                                ENGINE,
                                name,
                                "docker, podman, or a socket's URI such as unix:///run/podman/podman.sock")),
                settings.get(MEMORY).map(ContainerSettings::bytes).orElse(OptionalLong.empty()));
    }

    private static boolean ownPids(String value) {
        return switch (value) {
            case "host" -> false;
            case "own" -> true;
            default -> throw wrong(PID, value, "host or own");
        };
    }

    private static OptionalLong bytes(String value) {
        Matcher matcher = BYTES.matcher(value.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw wrong(MEMORY, value, "a number of bytes, or with k, m or g: 512m");
        }
        return OptionalLong.of(Long.parseLong(matcher.group(1)) << SHIFTS.getOrDefault(matcher.group(2), 0));
    }

    private static String matching(Pattern pattern, String parameter, String value, String allowed) {
        if (!pattern.matcher(value).matches()) {
            throw wrong(parameter, value, allowed);
        }
        return value;
    }

    private static BpfException wrong(String parameter, String value, String allowed) {
        return new BpfException(
                "Configuration parameter " + parameter + " is \"" + value + "\"; it is either " + allowed);
    }
}
