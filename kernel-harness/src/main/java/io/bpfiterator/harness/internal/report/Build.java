// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Identifies one run of a build, whose JVMs share a report.
 *
 * @param id is different for each run
 * @param root the directory that Maven was started for; empty if that is unknown
 */
public record Build(String id, String root) {

    /** The main class of Maven, and that of the Maven in IntelliJ IDEA. */
    private static final Set<String> MAVEN =
            Set.of("org.codehaus.plexus.classworlds.launcher.Launcher", "org.codehaus.classworlds.Launcher");

    private static final String ROOT = "-Dmaven.multiModuleProjectDirectory=";

    /** Returns the build that the user named. */
    public static Build named(String name) {
        return new Build(name, "");
    }

    /** Returns the run of Maven that started this JVM, or one that consists of this JVM alone. */
    public static Build current() {
        return Stream.iterate(
                        ProcessHandle.current().parent(),
                        Optional::isPresent,
                        child -> child.flatMap(ProcessHandle::parent))
                .flatMap(Optional::stream)
                .flatMap(process -> ofMaven(process.pid()).stream())
                .findFirst()
                .orElseGet(() -> new Build(ProcessIdentity.current().text(), ""));
    }

    /** Returns the build of a process, if it is Maven. */
    private static Optional<Build> ofMaven(long pid) {
        List<String> arguments = arguments(pid);
        if (Collections.disjoint(arguments, MAVEN)) {
            return Optional.empty();
        }
        String root = arguments.stream()
                .filter(argument -> argument.startsWith(ROOT))
                .map(argument -> argument.substring(ROOT.length()))
                .findFirst()
                .orElse("");
        try {
            return Optional.of(new Build(ProcessIdentity.of(pid).text(), root));
        } catch (BpfException ended) {
            return Optional.empty();
        }
    }

    private static List<String> arguments(long pid) {
        try {
            return List.of(Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .split("\0"));
        } catch (IOException hiddenOrEnded) {
            return List.of();
        }
    }
}
