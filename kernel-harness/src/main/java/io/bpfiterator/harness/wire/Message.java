package io.bpfiterator.harness.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the host or the agent says. Unique ids are those of the agent's JUnit, in text form.
 *
 * <p>A change that the other side would not understand takes a new {@link Hello#PROTOCOL}.
 */
public sealed interface Message {

    /**
     * The agent's first message: where it is.
     *
     * @param protocol {@link #PROTOCOL} as the agent knows it
     * @param java the version of its Java
     * @param kernel the release of its kernel, as {@code uname -r} gives it
     * @param architecture as Java names it
     */
    record Hello(int protocol, String java, String kernel, String architecture) implements Message {

        /** The version of these messages. */
        public static final int PROTOCOL = 2;

        /** Returns the greeting of this JVM. */
        public static Hello ofThisJvm() {
            return new Hello(
                    PROTOCOL,
                    System.getProperty("java.version"),
                    System.getProperty("os.version"),
                    System.getProperty("os.arch"));
        }
    }

    /**
     * The host's answer: what to run.
     *
     * @param selectors identifiers of JUnit's discovery selectors
     * @param configuration JUnit's configuration parameters
     * @param systemProperties to be set before anything of the tests is loaded
     */
    record Run(List<String> selectors, Map<String, String> configuration, Map<String, String> systemProperties)
            implements Message {}

    /** The host asks what all threads are doing; the agent answers with {@link Threads} even while a test blocks. */
    record DumpThreads() implements Message {}

    /** What all threads of the agent are doing. */
    record Threads(String dump) implements Message {}

    /** A selector selected nothing, or an error. */
    record NotFound(String selector, @Nullable SerializedThrowable failure) implements Message {}

    /** A test or container came up while others ran: an invocation, a dynamic test. */
    record Registered(Node node) implements Message {}

    /** A test or container starts. */
    record Started(String id) implements Message {}

    /** A test or container, with all below it, is not run. */
    record Skipped(String id, String reason) implements Message {}

    /** A test or container has ended, after so long by the agent's clock: the host may hear of it much later. */
    record Finished(String id, Outcome outcome, long milliseconds) implements Message {}

    /** A test has published a report entry; {@code timestamp} is a local date and time in ISO-8601. */
    record Reported(String id, String timestamp, Map<String, String> entries) implements Message {}

    /**
     * A part of a file that a test publishes, in the order of the file.
     *
     * @param publication the number of the {@link FilePublished} that follows
     * @param path the file's path below the directory that the published file or directory lies in
     * @param base64 the part's bytes
     */
    record FilePart(long publication, String path, String base64) implements Message {}

    /**
     * A test has published a file or a directory, whose contents have been sent before.
     *
     * @param publication counts those of an agent
     * @param name of the file or directory
     */
    record FilePublished(
            long publication,
            String id,
            String timestamp,
            String name,
            @Nullable String mediaType) implements Message {}

    /** Something was printed through {@link System#out} or {@link System#err}. */
    record Printed(boolean error, String text) implements Message {}

    /** The JVM is about to end before its time; {@code stack} is that of the call to {@link System#exit}, if there is one. */
    record Exiting(@Nullable SerializedThrowable stack) implements Message {}

    /**
     * The agent's last message: everything has been run, unless there is a failure of JUnit's launcher itself.
     *
     * @param compiled the C sources that clang has compiled for the tests
     */
    record Ended(@Nullable SerializedThrowable failure, List<String> compiled) implements Message {}
}
