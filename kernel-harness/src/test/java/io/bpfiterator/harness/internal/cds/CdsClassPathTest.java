// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cds;

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

/** The reordered class path finds the same files as the original one, or names a file for which it does not. */
class CdsClassPathTest {

    @TempDir
    private Path directory;

    private Path path(String name) {
        return directory.resolve(name);
    }

    @Test
    void keeps_the_order_of_jars_and_of_directories() throws IOException {
        Path tests = directoryWith(path("z-tests"), "ATest.class");
        Path classes = directoryWith(path("a-classes"), "A.class");
        Path second = with(path("2.jar"), "B.class");
        Path first = with(path("1.jar"), "C.class");

        CdsClassPath reordered = CdsClassPath.of(List.of(tests, second, classes, first));

        assertThat(reordered.jars()).containsExactly(second, first);
        assertThat(reordered.classPath()).containsExactly(second, first, tests, classes);
        assertThat(reordered.fileInDirectoryAndJar()).isEmpty();
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
        void does_not_matter_if_its_order_is_irrelevant(String name) throws IOException {
            assertThat(inBoth(name)).isEmpty();
        }

        private Iterable<String> inBoth(String name) throws IOException {
            Path classes = directoryWith(path("classes"), "Own.class", name);
            Path jar = with(path("some.jar"), "Other.class", name);
            return CdsClassPath.of(List.of(classes, jar)).fileInDirectoryAndJar().stream()
                    .toList();
        }
    }

    @Test
    void a_file_in_two_jars_or_two_directories_does_not_matter() throws IOException {
        Path jar = with(path("1.jar"), "A.class");
        Path sameInJar = with(path("2.jar"), "A.class");
        Path classes = directoryWith(path("classes"), "B.class");
        Path sameInDirectory = directoryWith(path("tests"), "B.class");

        assertThat(CdsClassPath.of(List.of(jar, classes, sameInJar, sameInDirectory))
                        .fileInDirectoryAndJar())
                .isEmpty();
    }

    @Test
    void a_file_that_is_not_a_jar_is_ignored_as_by_a_jvm() throws IOException {
        Path classes = directoryWith(path("classes"), "A.class");
        Path library = Files.writeString(path("library.so"), "not a jar");

        assertThat(CdsClassPath.of(List.of(classes, library)).fileInDirectoryAndJar())
                .isEmpty();
    }
}
