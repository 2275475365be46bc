// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.BpfTest;
import io.bpfiterator.harness.InEnvironments;
import io.bpfiterator.support.ForkedTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestEngine;

/** The engine names a version of JUnit that it does not run with. */
class RequiredVersionsTest {

    @BpfTest
    @InEnvironments("host")
    static class OnTheHost {
        @Test
        void passes() {}
    }

    static class WithoutBpf {
        @Test
        void passes() {}
    }

    @TempDir
    private Path directory;

    @Test
    void an_older_platform_is_named_before_a_test_runs() throws Exception {
        assertThat(ForkedTests.runWithClassPath(OnTheHost.class, classPathWith("1.13.4"))
                        .output())
                .contains("bpf-iterator requires JUnit Platform 1.14.0 or newer: the class path has 1.13.4 (")
                .contains("). Use JUnit 5.14 or newer.");
    }

    @Test
    void an_older_platform_runs_tests_that_do_not_use_bpf() throws Exception {
        ForkedTests.Result result = ForkedTests.runWithClassPath(WithoutBpf.class, classPathWith("1.13.4"));
        assertThat(result.exitStatus()).as(result.output()).isZero();
    }

    /** Returns the class path with a JUnit platform that states another version. */
    private String classPathWith(String version) throws Exception {
        Path original = Path.of(TestEngine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path changed = directory.resolve("platform.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        try (JarFile jar = new JarFile(original.toFile());
                JarOutputStream output = new JarOutputStream(Files.newOutputStream(changed), manifest)) {
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                if (entry.getName().startsWith("org/") && !entry.isDirectory()) {
                    output.putNextEntry(new JarEntry(entry.getName()));
                    jar.getInputStream(entry).transferTo(output);
                }
            }
        }
        return System.getProperty("java.class.path").replace(original.toString(), changed.toString());
    }
}
