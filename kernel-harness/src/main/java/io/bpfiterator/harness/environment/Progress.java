package io.bpfiterator.harness.environment;

import java.util.function.Consumer;

/** The one channel for what a person who waits for a run wants to know, such as how far a download is. */
public final class Progress {

    private Progress() {}

    /** Returns a consumer that prints each line on standard error, after the name of this project. */
    public static Consumer<String> onStandardError() {
        return line -> System.err.println("bpf-iterator: " + line);
    }
}
