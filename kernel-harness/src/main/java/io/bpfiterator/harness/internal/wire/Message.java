package io.bpfiterator.harness.internal.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message between the host and the agent. Unique ids are those of the agent's JUnit, in text form.
 *
 * <p>An incompatible change requires a new {@link Hello#PROTOCOL}.
 */
public sealed interface Message {

    /**
     * The agent's first message, which describes its environment.
     *
     * @param protocol {@link #PROTOCOL} of the agent
     * @param java the version of its Java
     * @param kernel the release of its kernel, as {@code uname -r} prints it
     * @param architecture the name of its architecture in Java
     */
    record Hello(int protocol, String java, String kernel, String architecture) implements Message {

        /** The version of these messages. */
        public static final int PROTOCOL = 2;

        /** Returns the message for this JVM. */
        public static Hello ofThisJvm() {
            return new Hello(
                    PROTOCOL,
                    System.getProperty("java.version"),
                    System.getProperty("os.version"),
                    System.getProperty("os.arch"));
        }
    }

    /**
     * The host's answer to {@link Hello}: the tests to run.
     *
     * @param selectors identifiers of JUnit's discovery selectors
     * @param configuration JUnit's configuration parameters
     * @param systemProperties the system properties to set before classes of the tests are loaded
     */
    record Run(List<String> selectors, Map<String, String> configuration, Map<String, String> systemProperties)
            implements Message {}

    /** Requests a thread dump. The agent answers with {@link Threads}, even while a test blocks. */
    record DumpThreads() implements Message {}

    /** A dump of the agent's threads. */
    record Threads(String dump) implements Message {}

    /** A selector could not be resolved; {@code failure} is the reason, if JUnit reports one. */
    record NotFound(String selector, @Nullable SerializedThrowable failure) implements Message {}

    /** A test or container was registered while others ran: an invocation, a dynamic test. */
    record Registered(Node node) implements Message {}

    /** A test or container has started. */
    record Started(String id) implements Message {}

    /** A test or container, with all its descendants, was skipped. */
    record Skipped(String id, String reason) implements Message {}

    /**
     * A test or container has finished. The duration is the agent's, since the host may receive the message much later.
     */
    record Finished(String id, Outcome outcome, long milliseconds) implements Message {}

    /** A test has published a report entry; {@code timestamp} is a local date and time in ISO-8601. */
    record Reported(String id, String timestamp, Map<String, String> entries) implements Message {}

    /**
     * A part of a published file. The parts of a file are sent in order.
     *
     * @param publication the number of the {@link FilePublished} that follows
     * @param path the path of the file, relative to the parent of the published file or directory
     * @param base64 the bytes
     */
    record FilePart(long publication, String path, String base64) implements Message {}

    /**
     * A test has published a file or a directory. Its contents have been sent before.
     *
     * @param publication the number of the publication in this agent
     * @param name the name of the file or directory
     */
    record FilePublished(
            long publication,
            String id,
            String timestamp,
            String name,
            @Nullable String mediaType) implements Message {}

    /** Text was printed to {@link System#out} or {@link System#err}. */
    record Printed(boolean error, String text) implements Message {}

    /** The JVM exits before all tests have run. {@code stack} is the call of {@link System#exit}; null without one. */
    record Exiting(@Nullable SerializedThrowable stack) implements Message {}

    /**
     * The agent's last message: all tests have run, or JUnit's launcher failed.
     *
     * @param failure the failure of the launcher; null if all tests have run
     * @param compiled the C sources that clang compiled for the tests
     */
    record Ended(@Nullable SerializedThrowable failure, List<String> compiled) implements Message {}
}
