// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.process;

import java.util.ArrayList;
import java.util.List;

/** Prefixes commands so that the kernel kills their process when the thread that started it ends. */
public final class ParentDeathSignal {

    /** The program that sets the signal, of util-linux. */
    public static final String SETPRIV = "setpriv";

    /** Runs the program unless this JVM was killed before the signal was set. */
    private static final String IF_PARENT_LIVES = "[ \"$PPID\" = \"$0\" ] && exec \"$@\"";

    private ParentDeathSignal() {}

    /**
     * Returns a command whose process is killed when the thread of this JVM that starts it ends, or with this JVM. The
     * process is the one of the program itself.
     */
    public static List<String> on(List<String> command) {
        return on(command, ProcessHandle.current().pid());
    }

    static List<String> on(List<String> command, long parent) {
        List<String> whole = new ArrayList<>(List.of(SETPRIV, "--pdeathsig", "KILL", "--"));
        whole.addAll(List.of("sh", "-c", IF_PARENT_LIVES, Long.toString(parent)));
        whole.addAll(command);
        return whole;
    }
}
