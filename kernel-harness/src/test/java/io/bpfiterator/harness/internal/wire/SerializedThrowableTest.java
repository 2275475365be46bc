// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.bpfiterator.harness.internal.wire.SerializedThrowable.Kind;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.PreconditionViolationException;
import org.opentest4j.IncompleteExecutionException;
import org.opentest4j.MultipleFailuresError;

/** What an agent sends for a throwable is data, and names no code to run. */
class SerializedThrowableTest {

    @TempDir
    Path directory;

    private static SerializedThrowable data(Kind kind, String type, String message) {
        return new SerializedThrowable(
                kind, type, message, type + ": " + message, List.of(), null, List.of(), null, null, List.of());
    }

    private static SerializedThrowable sent(SerializedThrowable throwable) {
        Gson gson = new Gson();
        return gson.fromJson(gson.toJson(throwable), SerializedThrowable.class);
    }

    @Nested
    class A_class_named_by_an_agent {

        @Test
        void that_writes_a_file_in_its_constructor_is_not_instantiated() throws Exception {
            Path file = Files.writeString(directory.resolve("file"), "the host's");

            for (Kind kind : Kind.values()) {
                Throwable built = data(kind, FileOutputStream.class.getName(), file.toString())
                        .toThrowable();
                assertThat(built).hasMessage(file.toString());
            }

            assertThat(file).hasContent("the host's");
        }

        @Test
        void is_not_initialized() {
            String name = SerializedThrowableTest.class.getName() + "$Initialized";

            Throwable built = data(Kind.OTHER, name, "text").toThrowable();

            assertThat(built).hasToString(name + ": text");
            assertThat(System.getProperty("initialized.by.an.agent")).isNull();
        }

        @Test
        void of_the_tests_becomes_a_substitute_with_the_same_text() {
            String name = SerializedThrowableTest.class.getName() + "$Unknown";

            assertThat(data(Kind.OTHER, name, "text").toThrowable())
                    .isNotInstanceOf(Unknown.class)
                    .hasToString(name + ": text");
            assertThat(data(Kind.ASSERTION, name, "text").toThrowable())
                    .isInstanceOf(AssertionError.class)
                    .hasToString(name + ": text");
        }

        @Test
        void of_the_jdk_or_of_a_test_library_is_created() {
            for (Class<?> type : List.of(
                    IOException.class,
                    StackOverflowError.class,
                    java.sql.SQLException.class,
                    PreconditionViolationException.class,
                    IncompleteExecutionException.class)) {
                assertThat(data(Kind.OTHER, type.getName(), "text").toThrowable())
                        .isExactlyInstanceOf(type)
                        .hasMessage("text");
            }
        }

        @Test
        void that_does_not_exist_becomes_a_substitute() {
            for (String name : List.of("", "java.lang.", "[I", "java.lang.String", "org.junit.x/../y", "int", "\0")) {
                assertThat(data(Kind.OTHER, name, "text").toThrowable()).hasToString(name + ": text");
            }
        }
    }

    /** Creates all those that an agent could name. */
    @Test
    void throwables_of_the_jdk_do_nothing_but_store_their_message() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "the host's");
        List<String> names = throwablesOfTheJdk();
        int created = 0;
        for (String name : names) {
            for (String message :
                    List.of(file.toString(), directory.resolve("new").toString())) {
                Throwable built = data(Kind.OTHER, name, message).toThrowable();
                created += built.getClass().getName().equals(name) ? 1 : 0;
            }
        }

        assertThat(created).isGreaterThan(200);
        assertThat(file).hasContent("the host's");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static List<String> throwablesOfTheJdk() throws IOException {
        try (Stream<Path> classes =
                Files.walk(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules"))) {
            return classes.map(Path::toString)
                    .filter(name -> name.matches("/modules/[^/]+/java/.*(Exception|Error|Death|Throwable)\\.class"))
                    .map(name -> name.replaceFirst("/modules/[^/]+/", "")
                            .replaceFirst("\\.class$", "")
                            .replace('/', '.'))
                    .toList();
        }
    }

    @Nested
    class A_large_throwable {

        @Test
        void with_a_message_of_50_MB_is_cut_and_says_so() {
            SerializedThrowable read =
                    ThrowableReader.read(new IllegalStateException("first" + "\0".repeat(50 << 20) + "last"));

            assertThat(read.toThrowable().getMessage())
                    .startsWith("first")
                    .containsPattern("… \\d+ characters are left out here …")
                    .endsWith("last");
            assertThat(json(read)).hasSizeLessThan(Channel.MAX_LINE);
        }

        @Test
        void with_many_causes_is_cut_and_says_so() {
            Throwable cause = new IOException("root");
            for (int i = 0; i < 1000; i++) {
                cause = new IOException("cause " + i, cause);
            }

            Throwable built = sent(ThrowableReader.read(cause)).toThrowable();

            assertThat(built)
                    .hasMessage("cause 999")
                    .hasRootCauseMessage("1 more throwables are left out here, since there are too many");
        }

        @Test
        void with_failures_that_nest_is_cut() {
            Throwable nested = new IOException("root");
            for (int i = 0; i < 1000; i++) {
                nested = new Failures("failures " + i, nested);
            }

            assertThat(sent(ThrowableReader.read(nested)).toThrowable()).hasMessage("failures 999");
        }

        /** Has a message that takes no time, unlike one of OpenTest4J, whose time doubles with each level. */
        private static final class Failures extends MultipleFailuresError {

            private static final long serialVersionUID = 1L;

            private final String message;

            Failures(String message, Throwable failure) {
                super(message, List.of(failure));
                this.message = message;
            }

            @Override
            public String getMessage() {
                return message;
            }
        }

        @Test
        void with_many_failures_is_cut_and_says_so() {
            List<Throwable> failures = new ArrayList<>(Collections.nCopies(1, new IOException("first")));
            for (int i = 0; i < 10_000; i++) {
                failures.add(deep(new IOException("failure " + i)));
            }

            SerializedThrowable read = ThrowableReader.read(new MultipleFailuresError("all", failures));

            assertThat(json(read)).hasSizeLessThan(Channel.MAX_LINE);
            assertThat(((MultipleFailuresError) read.toThrowable()).getFailures())
                    .hasSize(1000)
                    .last()
                    .hasToString("9002 more throwables are left out here, since there are too many");
        }

        private Throwable deep(Throwable throwable) {
            StackTraceElement[] stack = new StackTraceElement[1024];
            Arrays.fill(stack, new StackTraceElement("io.bpfiterator.AClass", "aMethod", "AClass.java", 17));
            throwable.setStackTrace(stack);
            return throwable;
        }

        private byte[] json(SerializedThrowable throwable) {
            return new Gson().toJson(throwable).getBytes(StandardCharsets.UTF_8);
        }
    }

    static final class Initialized extends RuntimeException {

        private static final long serialVersionUID = 1L;

        static {
            System.setProperty("initialized.by.an.agent", "true");
        }

        public Initialized(String message) {
            super(message);
        }
    }

    static final class Unknown extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public Unknown(String message) {
            super(message);
        }
    }
}
