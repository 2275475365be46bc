package io.bpfiterator.harness.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs the command and ends the JVM with its exit status. */
public final class Main {

    /** A template pays where an object is loaded often, and costs a second load where it is loaded once. */
    private static final String TEMPLATES = "bpfiterator.templates";

    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty(TEMPLATES, "false");
        System.exit(BpfIteratorCommand.commandLine(inUtf8(FileDescriptor.out), inUtf8(FileDescriptor.err))
                .execute(arguments));
    }

    private static PrintStream inUtf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
