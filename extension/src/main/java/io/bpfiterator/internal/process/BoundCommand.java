// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.process;

import io.bpfiterator.internal.files.SearchPath;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the kernel and a shell end a program with this JVM, even if the JVM is killed.
 *
 * <p>The program runs in a session of its own. Beside it, a shell waits for the end of a pipe that only this JVM holds
 * open, and then kills the session. So the programs that the program has started end, too: a parent-death signal would
 * leave the downloads of apt running.
 */
final class BoundCommand {

    private static final String SETSID = "setsid";

    /** The shell's messages, such as the one about a killed program, must not be in the program's output. */
    private static final String SCRIPT = """
            exec 3<&0 4>&2 </dev/null 2>/dev/null
            { read -r end <&3; kill -s KILL 0; } >/dev/null 4>&- &
            "$@" 2>&4 3<&- 4>&-
            status=$?
            kill -s KILL $!
            exit $status
            """;

    /** The kernel reads no more of a script's first line: BINPRM_BUF_SIZE. */
    private static final int LONGEST_INTERPRETER = 256;

    private BoundCommand() {}

    /**
     * Replaces a program's command by one that is bound to this JVM, and its standard input by an empty one.
     *
     * <p>Without {@code setsid}, the program is not bound. The command of a program that is missing, or whose
     * interpreter is missing, is not replaced, so that its start fails.
     */
    static ProcessBuilder bind(ProcessBuilder program) {
        List<String> command = program.command();
        if (SearchPath.find(SETSID).isEmpty()
                || SearchPath.find(command.get(0))
                        .filter(BoundCommand::hasInterpreter)
                        .isEmpty()) {
            return program.redirectInput(new File("/dev/null"));
        }
        List<String> bound = new ArrayList<>(List.of(SETSID, "sh", "-c", SCRIPT, "sh"));
        bound.addAll(command);
        return program.command(bound).redirectInput(ProcessBuilder.Redirect.PIPE);
    }

    /** Returns whether a file is not a script, or is one whose interpreter exists. */
    private static boolean hasInterpreter(Path program) {
        try (InputStream file = Files.newInputStream(program)) {
            String start = new String(file.readNBytes(LONGEST_INTERPRETER), StandardCharsets.ISO_8859_1);
            return !start.startsWith("#!")
                    || Files.exists(Path.of(start.substring(2).strip().split("\\s", 2)[0]));
        } catch (IOException | InvalidPathException notReadable) {
            return true;
        }
    }
}
