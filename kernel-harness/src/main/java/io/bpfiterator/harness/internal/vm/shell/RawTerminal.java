// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.shell;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * The user's terminal in raw mode, where each key, including Ctrl-C, is a byte to read.
 *
 * <p>A separate process restores the terminal when this object is closed, or when this JVM ends, even if it is killed.
 */
final class RawTerminal implements AutoCloseable {

    /** Uses standard error as the terminal, since standard input is a pipe that is closed when this JVM ends. */
    private static final String RESTORER = "trap '' HUP INT QUIT TERM TSTP TTOU\n"
            + "saved=$(stty -g <&2) && stty raw -echo <&2 && echo raw && cat >/dev/null\n"
            + "stty \"$saved\" <&2";

    private final Process restorer;

    private RawTerminal(Process restorer) {
        this.restorer = restorer;
    }

    /** Returns whether all standard streams of this process are a terminal. */
    static boolean isAvailable() {
        try {
            return new ProcessBuilder("sh", "-c", "test -t 0 && test -t 1 && test -t 2")
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw unusable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns the terminal's rows and columns, separated by a blank; {@code 24 80} if they are unknown. */
    static String size() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Redirect.INHERIT)
                    .redirectError(Redirect.INHERIT)
                    .start();
            try (BufferedReader answer = stty.inputReader()) {
                String size = answer.readLine();
                return size == null || size.startsWith("0 ") ? "24 80" : size;
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Switches the terminal to raw mode. */
    static RawTerminal enter() {
        try {
            Process restorer = new ProcessBuilder("sh", "-c", RESTORER)
                    .redirectError(Redirect.INHERIT)
                    .start();
            if (restorer.inputReader().readLine() == null) {
                throw unusable(new IOException("stty failed"));
            }
            return new RawTerminal(restorer);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static EnvironmentException unusable(IOException e) {
        return Failure.failed("Cannot connect the terminal to the guest")
                .because(e)
                .remedy("Check that stty (coreutils) is installed and works")
                .exception(EnvironmentException::new);
    }

    @Override
    public void close() {
        try {
            restorer.getOutputStream().close();
            restorer.waitFor();
        } catch (IOException e) {
            throw unusable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
