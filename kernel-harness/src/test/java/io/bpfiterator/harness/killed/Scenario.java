// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.killed;

import io.bpfiterator.harness.killed.Remnant.Kind;
import io.bpfiterator.support.Setpriv;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a JVM does when it is killed. */
enum Scenario {
    DETACHED("host, detached bpffs", 40, "host", ""),
    MOUNTED("host, mounted bpffs", 35, "host", "") {
        @Override
        List<String> wrapper() {
            List<String> strace =
                    new ArrayList<>(List.of("strace", "-D", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null"));
            strace.addAll(List.of("-e", "trace=fsopen", "-e", "inject=fsopen:error=EPERM"));
            return strace;
        }
    },
    DIRECTORY("host, directory in /sys/fs/bpf", 35, "host", "") {
        @Override
        List<String> wrapper() {
            return Setpriv.only("bpf", "perfmon");
        }

        /** What is pinned there exists until the next run removes the directory. */
        @Override
        Set<Kind> sweptByNextRun() {
            return EnumSet.of(Kind.FILE, Kind.PIN, Kind.LINK, Kind.PROGRAM, Kind.MAP);
        }
    },
    CONTAINER("container", 20, "container", "") {
        @Override
        Set<Kind> sweptByNextRun() {
            return EnumSet.of(Kind.FILE, Kind.CONTAINER);
        }
    },
    MACHINE("machine", 20, "vm:6.12", ""),
    SNAPSHOT("machine, while a snapshot is written", 10, "vm:6.12", "snapshots/unfinished-*"),
    FETCH("while a kernel is fetched", 20, "", ""),
    COMPILE("while an object is compiled", 20, "", "unfinished-*");

    private final String title;
    private final int share;
    private final String environment;
    private final String phase;

    /**
     * @param share of 200 rounds
     * @param environment in which tests run; empty if none run
     * @param phase names a file below the cache that exists in the part of the run to kill; empty for the whole run
     */
    Scenario(String title, int share, String environment, String phase) {
        this.title = title;
        this.share = share;
        this.environment = environment;
        this.phase = phase;
    }

    String title() {
        return title;
    }

    int rounds(int count) {
        return Math.max(1, Math.round((float) count * share / 200));
    }

    String environment() {
        return environment;
    }

    String phase() {
        return phase;
    }

    /** Returns whether the tests load programs into the running kernel. */
    boolean usesThisKernel() {
        return environment.equals("host") || environment.equals("container");
    }

    /** Returns a command that runs the JVM in its arguments, in the same process. */
    List<String> wrapper() {
        return List.of();
    }

    /** Returns the kinds of remnants that may exist until the next run; nothing of another kind may. */
    Set<Kind> sweptByNextRun() {
        return EnumSet.of(Kind.FILE);
    }
}
