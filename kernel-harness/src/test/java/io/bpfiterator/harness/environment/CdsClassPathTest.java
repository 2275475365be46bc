package io.bpfiterator.harness.environment;

import static io.bpfiterator.harness.support.Jars.directoryWith;
import static io.bpfiterator.harness.support.Jars.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A class path with its jars first finds what the original one does, or says why it doesn't. */
class CdsClassPathTest {

    @TempDir
    private Path directory;

    private Path path(String name) {
        return directory.resolve(name);
    }

    @Test
    void the_order_among_jars_and_among_directories_is_kept() throws IOException {
        Path tests = directoryWith(path("z-tests"), "ATest.class");
        Path classes = directoryWith(path("a-classes"), "A.class");
        Path second = with(path("2.jar"), "B.class");
        Path first = with(path("1.jar"), "C.class");

        CdsClassPath jarsFirst = CdsClassPath.of(List.of(tests, second, classes, first));

        assertThat(jarsFirst.jars()).containsExactly(second, first);
        assertThat(jarsFirst.classPath()).containsExactly(second, first, tests, classes);
        assertThat(jarsFirst.inBoth()).isEmpty();
    }

    @Nested
    class A_file_in_a_directory_and_in_a_jar {

        @ParameterizedTest
        @ValueSource(strings = {"a/A.class", "junit-platform.properties", "META-INF/persistence.xml"})
        void is_named(String name) throws IOException {
            assertThat(inBoth(name)).contains(name);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "META-INF/MANIFEST.MF",
                    "META-INF/services/org.junit.platform.engine.TestEngine",
                    "META-INF/maven/group/artifact/pom.xml",
                    "META-INF/LICENSE.md",
                    "META-INF/NOTICE",
                    "module-info.class"
                })
        void does_not_count_where_all_are_found_or_none(String name) throws IOException {
            assertThat(inBoth(name)).isEmpty();
        }

        private Iterable<String> inBoth(String name) throws IOException {
            Path classes = directoryWith(path("classes"), "Own.class", name);
            Path jar = with(path("some.jar"), "Other.class", name);
            return CdsClassPath.of(List.of(classes, jar)).inBoth().stream().toList();
        }
    }

    @Test
    void a_file_in_two_jars_or_two_directories_stays_where_it_was() throws IOException {
        Path jar = with(path("1.jar"), "A.class");
        Path sameInJar = with(path("2.jar"), "A.class");
        Path classes = directoryWith(path("classes"), "B.class");
        Path sameInDirectory = directoryWith(path("tests"), "B.class");

        assertThat(CdsClassPath.of(List.of(jar, classes, sameInJar, sameInDirectory))
                        .inBoth())
                .isEmpty();
    }

    @Test
    void a_file_that_is_no_jar_has_nothing_as_for_a_jvm() throws IOException {
        Path classes = directoryWith(path("classes"), "A.class");
        Path library = Files.writeString(path("library.so"), "no jar");

        assertThat(CdsClassPath.of(List.of(classes, library)).inBoth()).isEmpty();
    }
}
