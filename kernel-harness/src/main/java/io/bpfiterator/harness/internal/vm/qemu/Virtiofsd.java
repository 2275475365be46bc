// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.qemu;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.vm.settings.VmSettings;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The virtiofsd program, which serves directories to guests over virtiofs.
 *
 * @param isRustVersion whether it is the newer program, written in Rust; the older one was part of QEMU before version
 *     8, and has other options
 * @param hasReadOnlyOption whether it has the option {@code --readonly}; otherwise it serves a read-only bind mount
 */
public record Virtiofsd(String program, boolean isRustVersion, boolean hasReadOnlyOption) {

    /**
     * Runs a command with a read-only bind mount of a directory and of the mounts below it. Paths in mountinfo have
     * octal escapes for blanks; a mount point that has been deleted cannot be reached by a path.
     */
    private static final String READ_ONLY_VIEW = """
            directory=$1 view=$2
            shift 2
            mkdir "$view" && mount --rbind "$directory" "$view" || exit
            cat /proc/self/mountinfo | while read -r id parent device root point rest; do
                point=$(printf %b "$point")
                case $point in
                *//deleted) ;;
                "$view" | "$view"/*) mount -o remount,bind,ro "$point" || exit ;;
                esac
            done || exit
            exec "$@"
            """;

    private static final List<String> LOCATIONS = List.of("/usr/libexec/virtiofsd", "/usr/lib/qemu/virtiofsd");

    /**
     * Finds virtiofsd on this machine.
     *
     * @param named the path that the user has set; empty for where distributions install it
     * @throws EnvironmentException if virtiofsd is missing, or cannot be run
     */
    public static Virtiofsd find(Optional<String> named) {
        List<String> locations = named.map(List::of).orElse(LOCATIONS);
        String program = locations.stream()
                .filter(location -> Files.isExecutable(Path.of(location)))
                .findFirst()
                .orElseThrow(() -> Failure.absent("Cannot share files with a kernel that has no 9p")
                        .because("virtiofs requires virtiofsd, which is not at " + String.join(" or ", locations))
                        .remedy("Install it (Debian, Ubuntu: apt-get install virtiofsd, or qemu-system-common before"
                                + " Debian 13; Fedora: dnf install virtiofsd), or set " + VmSettings.VIRTIOFSD
                                + " to its path")
                        .exception(EnvironmentException::new));
        String help = help(program);
        return new Virtiofsd(program, help.contains("--shared-dir"), help.contains("--readonly"));
    }

    private static String help(String program) {
        try {
            return Programs.output(program, "--help");
        } catch (IOException e) {
            throw Failure.absent("Cannot run " + program)
                    .because(e)
                    .remedy("Install it again")
                    .exception(EnvironmentException::new);
        }
    }

    /** Returns what the environment's description says about it. */
    public String description() {
        return "files over virtiofs";
    }

    /**
     * Returns the command that serves a directory read-only.
     *
     * @param socket the socket to create, to which QEMU connects
     * @param view where to create a mount point, if virtiofsd has no option to serve a directory read-only
     */
    public List<String> command(Path directory, Path socket, Path view) {
        List<String> command = new ArrayList<>();
        if (hasReadOnlyOption) {
            command.addAll(serving(directory, socket));
            command.add("--readonly");
        } else {
            command.addAll(List.of("unshare", "--mount", "sh", "-c", READ_ONLY_VIEW, "view"));
            command.addAll(List.of(directory.toString(), view.toString()));
            command.addAll(serving(view, socket));
        }
        return List.copyOf(command);
    }

    private List<String> serving(Path directory, Path socket) {
        List<String> command = new ArrayList<>(List.of(program, "--socket-path=" + socket));
        // The guest may cache everything, since files that are only read do not change while a test runs. The Rust
        // virtiofsd has no sandbox, since it cannot pivot to this machine's root directory.
        if (isRustVersion) {
            command.addAll(List.of("--shared-dir", directory.toString(), "--cache", "always", "--sandbox", "none"));
        } else {
            command.addAll(List.of("-o", "source=" + directory, "-o", "cache=always", "-o", "sandbox=chroot"));
        }
        // Keeps the limit of open files, which the JVM has raised to its maximum: more requires CAP_SYS_RESOURCE.
        command.add("--rlimit-nofile=0");
        return command;
    }
}
