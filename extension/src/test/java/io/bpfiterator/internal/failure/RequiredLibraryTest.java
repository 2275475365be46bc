// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.BpfTest;
import io.bpfiterator.support.ForkedTests;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;

/** A library of another version than required is named with its file, in one sentence. */
class RequiredLibraryTest {

    @TempDir
    private Path directory;

    /** Writes a jar with one class of this project, and the version in its manifest unless it is empty. */
    private Path jar(String file, String version) throws IOException {
        Path jar = directory.resolve(file);
        String name = RequiredLibraryTest.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar), manifest(version));
                InputStream type =
                        Objects.requireNonNull(getClass().getClassLoader().getResourceAsStream(name))) {
            output.putNextEntry(new JarEntry(name));
            type.transferTo(output);
        }
        return jar;
    }

    private static Manifest manifest(String version) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!version.isEmpty()) {
            manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        }
        return manifest;
    }

    private Class<?> memberOf(Path jar) throws Exception {
        URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
        return loader.loadClass(RequiredLibraryTest.class.getName());
    }

    @Nested
    class A_version {

        @Test
        void that_is_older_is_refused() throws Exception {
            Path jar = jar("lib.jar", "5.9.3");
            assertThat(RequiredLibrary.atLeast("Lib", memberOf(jar), "5.12.1")
                            .problem()
                            .map(Failure::message))
                    .hasValue("bpf-iterator requires Lib 5.12.1 or newer: the class path has 5.9.3 (" + jar
                            + "). Change the version in the build file.");
        }

        @Test
        void that_is_the_same_or_newer_is_right() throws Exception {
            for (String version : List.of("5.12.1", "5.12.10", "5.13", "6.0.0-M1", "6.1.3")) {
                Class<?> member = memberOf(jar("lib-" + version + ".jar", version));
                assertThat(RequiredLibrary.atLeast("Lib", member, "5.12.1").problem())
                        .as(version)
                        .isEmpty();
            }
        }

        @Test
        void of_another_major_is_refused() throws Exception {
            Path jar = jar("lib.jar", "1.20.4");
            assertThat(RequiredLibrary.ofMajor("Lib", memberOf(jar), "2")
                            .problem()
                            .map(Failure::message))
                    .hasValueSatisfying(message ->
                            assertThat(message).startsWith("bpf-iterator requires Lib 2: the class path has 1.20.4 ("));
            assertThat(RequiredLibrary.ofMajor("Lib", memberOf(jar("new.jar", "2.9")), "2")
                            .problem())
                    .isEmpty();
        }

        @Test
        void is_also_read_from_the_name_of_the_file() throws Exception {
            assertThat(RequiredLibrary.ofMajor("Lib", memberOf(jar("some-lib-4.0.0-M1.jar", "")), "3")
                            .problem()
                            .map(Failure::message))
                    .hasValueSatisfying(message -> assertThat(message).contains("the class path has 4.0.0-M1 ("));
        }

        @Test
        void that_is_not_stated_is_accepted() throws Exception {
            assertThat(RequiredLibrary.ofMajor("Lib", memberOf(jar("lib.jar", "")), "3")
                            .problem())
                    .isEmpty();
        }
    }

    static class UsingBpf {
        @Test
        @BpfTest
        void passes() {}
    }

    static class UsingAssertions {
        @Test
        void fails() {
            io.bpfiterator.assertj.BpfAssertions.assertThat((io.bpfiterator.iterator.LinkInfo) null);
        }

        @Test
        void fails_again() {
            io.bpfiterator.assertj.BpfAssertions.assertThat((io.bpfiterator.iterator.LinkInfo) null);
        }
    }

    @Nested
    class On_the_class_path {

        /** Runs a class with a library that states another version. */
        private String outputOf(Class<?> tests, Class<?> member, String version) throws Exception {
            Path original = Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path changed = directory.resolve("changed.jar");
            try (JarFile jar = new JarFile(original.toFile());
                    JarOutputStream output = new JarOutputStream(Files.newOutputStream(changed), manifest(version))) {
                for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                    if (entry.getName().startsWith("org/") && !entry.isDirectory()) {
                        output.putNextEntry(new JarEntry(entry.getName()));
                        jar.getInputStream(entry).transferTo(output);
                    }
                }
            }
            String classPath = System.getProperty("java.class.path").replace(original.toString(), changed.toString());
            return ForkedTests.runWithClassPath(tests, classPath).output();
        }

        @Test
        void junit_is_named() throws Exception {
            assertThat(outputOf(UsingBpf.class, ExtensionContext.class, "5.11.4"))
                    .contains("bpf-iterator requires JUnit Jupiter 5.12.1 or newer: the class path has 5.11.4 (");
        }

        @Test
        void assertj_is_named_by_each_assertion() throws Exception {
            assertThat(outputOf(UsingAssertions.class, Assertions.class, "4.0.0")
                            .split("\n"))
                    .filteredOn(line -> line.contains("bpf-iterator requires AssertJ 3: the class path has 4.0.0 ("))
                    .hasSize(2);
        }
    }

    @Test
    void the_libraries_of_this_build_are_right() {
        assertThat(List.of(
                        RequiredLibrary.atLeast("JUnit Jupiter", ExtensionContext.class, "5.12.1")
                                .problem(),
                        RequiredLibrary.ofMajor("AssertJ", Assertions.class, "3")
                                .problem()))
                .containsOnly(Optional.empty());
    }
}
