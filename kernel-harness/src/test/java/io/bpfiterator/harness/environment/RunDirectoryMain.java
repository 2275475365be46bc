package io.bpfiterator.harness.environment;

import java.io.IOException;

/** Creates a run directory, as another run of this user does, prints its path, and closes it. */
final class RunDirectoryMain {

    private RunDirectoryMain() {}

    /** @param arguments one, whichever, for a run that lives until its input ends */
    public static void main(String[] arguments) throws IOException {
        try (RunDirectory directory = RunDirectory.create()) {
            System.out.println(directory.path());
            if (arguments.length > 0) {
                System.in.readAllBytes();
            }
        }
    }
}
