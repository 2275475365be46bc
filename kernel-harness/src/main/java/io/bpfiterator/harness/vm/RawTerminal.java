package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.EnvironmentException;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * The user's terminal in raw mode: each key is a byte to read, Ctrl-C too.
 *
 * <p>A process of its own sets it back as soon as this JVM closes it, or is no more, were it killed.
 */
final class RawTerminal implements AutoCloseable {

    /** Standard error is the terminal, since its input is the pipe that ends with this JVM. */
    private static final String KEEPER = "trap '' HUP INT QUIT TERM TSTP TTOU\n"
            + "saved=$(stty -g <&2) && stty raw -echo <&2 && echo raw && cat >/dev/null\n"
            + "stty \"$saved\" <&2";

    private final Process keeper;

    private RawTerminal(Process keeper) {
        this.keeper = keeper;
    }

    /** Tells whether all of this process's standard streams are a terminal. */
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

    /** Returns its rows and columns. */
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

    static RawTerminal enter() {
        try {
            Process keeper = new ProcessBuilder("sh", "-c", KEEPER)
                    .redirectError(Redirect.INHERIT)
                    .start();
            if (keeper.inputReader().readLine() == null) {
                throw unusable(new IOException("stty has failed"));
            }
            return new RawTerminal(keeper);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static EnvironmentException unusable(IOException e) {
        return new EnvironmentException(
                "The terminal can't be given to a guest: " + e.getMessage() + "; is stty of coreutils here?", e);
    }

    @Override
    public void close() {
        try {
            keeper.getOutputStream().close();
            keeper.waitFor();
        } catch (IOException e) {
            throw unusable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
