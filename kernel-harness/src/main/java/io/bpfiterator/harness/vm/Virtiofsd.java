package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The program that serves directories to guests over virtiofs.
 *
 * @param isRustVersion there are two: the older one came with QEMU until version 8, and takes other options
 * @param hasReadOnlyOption whether it can refuse to write; otherwise it is shown a read-only view of the directory
 */
record Virtiofsd(String program, boolean isRustVersion, boolean hasReadOnlyOption) {

    /**
     * Makes a view of a directory and of what is mounted below it, where each mount is read-only, and runs a command. A
     * path in mountinfo has its blanks as octal numbers; no path leads to a mount point that has been deleted.
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
     * Finds it.
     *
     * @param named by the user
     * @throws EnvironmentException if there is none
     */
    static Virtiofsd find(Optional<String> named) {
        List<String> places = named.map(List::of).orElse(LOCATIONS);
        String program = places.stream()
                .filter(place -> Files.isExecutable(Path.of(place)))
                .findFirst()
                .orElseThrow(() -> EnvironmentException.unavailable(
                        "The kernel has no 9p, only virtiofs, and that takes virtiofsd, which is not at "
                                + String.join(" or ", places)
                                + "; install it (Debian, Ubuntu: apt-get install virtiofsd, or qemu-system-common before"
                                + " Debian 13; Fedora: dnf install virtiofsd), or name one with " + VmSettings.VIRTIOFSD
                                + " = /path/to/virtiofsd",
                        0,
                        ""));
        String help = help(program);
        return new Virtiofsd(program, help.contains("--shared-dir"), help.contains("--readonly"));
    }

    private static String help(String program) {
        try {
            return Programs.output(program, "--help");
        } catch (IOException e) {
            throw EnvironmentException.unavailable(
                    program + " can't be run: " + e.getMessage() + "; install it again", e);
        }
    }

    /** Returns how it is told to the user. */
    String description() {
        return "files over virtiofs";
    }

    /**
     * Returns the command that serves a directory for reading, with a death signal: it is not to outlive this JVM.
     *
     * @param socket to make, for QEMU to connect to
     * @param view a place for a directory in which no other process sees anything
     */
    List<String> command(Path directory, Path socket, Path view) {
        List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "--"));
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
        // What is only read doesn't change while a test runs. A root of its own, which it would have otherwise, it
        // can't make of
        // this machine's root.
        if (isRustVersion) {
            command.addAll(List.of("--shared-dir", directory.toString(), "--cache", "always", "--sandbox", "none"));
        } else {
            command.addAll(List.of("-o", "source=" + directory, "-o", "cache=always", "-o", "sandbox=chroot"));
        }
        // The JVM has raised the limit as far as it may; to raise it further takes CAP_SYS_RESOURCE.
        command.add("--rlimit-nofile=0");
        return command;
    }
}
