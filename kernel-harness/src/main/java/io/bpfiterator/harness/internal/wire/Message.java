// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.wire;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message between the host and the agent. Unique ids are those of the agent's JUnit, in text form.
 *
 * <p>What an agent sends is data and may be hostile: each message checks its members when it is created, and the host
 * checks what refers to its own state.
 *
 * <p>An incompatible change requires a new {@link Hello#PROTOCOL}.
 */
public sealed interface Message {

    /** How many characters an agent sends of the texts of a message; in JSON, each takes at most six bytes. */
    int MAX_TEXT = 2 << 20;

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
        public static final int PROTOCOL = 3;

        private static final Pattern FACT = Pattern.compile("[ -~]{1,200}");

        /** The facts are printed to a terminal, in which control characters have effects. */
        public Hello {
            requireFact(java, "version of Java");
            requireFact(kernel, "kernel");
            requireFact(architecture, "architecture");
        }

        private static void requireFact(String fact, String name) {
            MessageCheck.require(fact != null && FACT.matcher(fact).matches(), "it has no valid " + name);
        }

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
            implements Message {

        public Run {
            selectors = MessageCheck.list(selectors, "selectors");
            configuration = MessageCheck.map(configuration, "configuration");
            systemProperties = MessageCheck.map(systemProperties, "system properties");
        }
    }

    /** Requests a thread dump. The agent answers with {@link Threads}, even while a test blocks. */
    record DumpThreads() implements Message {}

    /** A dump of the agent's threads. */
    record Threads(String dump) implements Message {

        public Threads {
            MessageCheck.present(dump, "dump");
        }
    }

    /**
     * Requests the object of a C source that the cache does not have. The host answers with {@link Compiled}.
     *
     * @param number identifies the request
     * @param source the path of the source in the environment
     */
    record Compile(long number, String source) implements Message {

        public Compile {
            MessageCheck.present(source, "source");
        }
    }

    /**
     * The object of a C source.
     *
     * @param base64 the bytes; null if the host does not compile the source, so that the agent has to
     */
    record Compiled(long number, @Nullable String base64) implements Message {}

    /** A selector could not be resolved; {@code failure} is the reason, if JUnit reports one. */
    record NotFound(String selector, @Nullable SerializedThrowable failure) implements Message {

        public NotFound {
            MessageCheck.present(selector, "selector");
        }
    }

    /** A test or container was registered while others ran: an invocation, a dynamic test. */
    record Registered(Node node) implements Message {

        public Registered {
            MessageCheck.present(node, "node");
        }
    }

    /** A test or container has started. */
    record Started(String id) implements Message {

        public Started {
            MessageCheck.present(id, "id");
        }
    }

    /** A test or container, with all its descendants, was skipped. */
    record Skipped(String id, String reason) implements Message {

        public Skipped {
            MessageCheck.present(id, "id");
            MessageCheck.present(reason, "reason");
        }
    }

    /**
     * A test or container has finished. The duration is the agent's, since the host may receive the message much later.
     */
    record Finished(String id, Outcome outcome, long milliseconds) implements Message {

        /** Durations are added up; this is thirty years. */
        private static final long MAX_MILLISECONDS = 1_000_000_000_000L;

        public Finished {
            MessageCheck.present(id, "id");
            MessageCheck.present(outcome, "outcome");
            MessageCheck.require(milliseconds >= 0 && milliseconds <= MAX_MILLISECONDS, "it has no valid duration");
        }
    }

    /** A test has published a report entry; {@code timestamp} is a local date and time in ISO-8601. */
    record Reported(String id, String timestamp, Map<String, String> entries) implements Message {

        public Reported {
            MessageCheck.present(id, "id");
            entries = MessageCheck.map(entries, "entries");
            entries.forEach((key, value) -> MessageCheck.require(
                    !key.isBlank() && !value.isBlank(), "a key or a value of its entries is blank"));
        }
    }

    /**
     * A part of a published file. The parts of a file are sent in order.
     *
     * @param publication the number of the {@link FilePublished} that follows, or {@link #COVERAGE}
     * @param path the path of the file, relative to the parent of the published file or directory
     * @param base64 the bytes
     */
    record FilePart(long publication, String path, String base64) implements Message {

        /** The number of what JaCoCo and the BPF programs have recorded, which no {@link FilePublished} follows. */
        public static final long COVERAGE = 0;

        /** The path of the coverage of BPF programs, of the same number. */
        public static final String BPF_COVERAGE_PATH = "bpf-coverage.json";

        /** The path of the figures of BPF programs, of the same number. */
        public static final String BPF_FIGURES_PATH = "bpf-figures.json";

        /** The path of what JaCoCo has recorded. */
        public static final String COVERAGE_PATH = "jacoco.exec";

        public FilePart {
            MessageCheck.present(path, "path");
            MessageCheck.present(base64, "content");
        }
    }

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
            @Nullable String mediaType) implements Message {

        public FilePublished {
            MessageCheck.present(id, "id");
            MessageCheck.present(name, "name");
        }
    }

    /** Text was printed to {@link System#out} or {@link System#err}. */
    record Printed(boolean error, String text) implements Message {

        public Printed {
            MessageCheck.present(text, "text");
        }
    }

    /** The JVM exits before all tests have run. {@code stack} is the call of {@link System#exit}; null without one. */
    record Exiting(@Nullable SerializedThrowable stack) implements Message {}

    /**
     * The agent's last message: all tests have run, or JUnit's launcher failed.
     *
     * @param failure the failure of the launcher; null if all tests have run
     * @param compiled the C sources that clang compiled for the tests
     */
    record Ended(@Nullable SerializedThrowable failure, List<String> compiled) implements Message {

        /** An agent reports no more sources than this; the others are compiled again in the next run. */
        public static final int MAX_COMPILED = 1000;

        public Ended {
            compiled = MessageCheck.list(compiled, "compiled sources");
            MessageCheck.require(
                    compiled.size() <= MAX_COMPILED, "it has more than " + MAX_COMPILED + " compiled sources");
        }
    }
}
