// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.run;

import java.io.IOException;

/** Creates a run directory, as another run of this user does, prints its path, and removes it. */
final class RunDirectoryMain {

    private RunDirectoryMain() {}

    /** @param arguments any argument makes the run last until the end of its input */
    public static void main(String[] arguments) throws IOException {
        try (RunDirectory directory = RunDirectory.create()) {
            System.out.println(directory.path());
            if (arguments.length > 0) {
                System.in.readAllBytes();
            }
        }
    }
}
