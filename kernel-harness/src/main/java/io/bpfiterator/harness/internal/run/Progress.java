// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.run;

import java.util.function.Consumer;

/** Prints the progress of a run, such as that of a download. */
public final class Progress {

    private Progress() {}

    /** Returns a consumer that prints each line to standard error, prefixed with the name of this project. */
    public static Consumer<String> onStandardError() {
        return line -> System.err.println("bpf-iterator: " + line);
    }
}
