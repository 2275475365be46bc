// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.internal.cache.CacheDirectory;
import io.bpfiterator.internal.clang.KernelTypes;
import io.bpfiterator.internal.clang.SourceFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentSourcesTest {

    private static final String TEXT = "int answer = 42;\n";

    @TempDir
    Path directory;

    private Path usersCache;
    private Path cache;
    private Path classes;
    private Path jar;

    @BeforeEach
    void make() throws Exception {
        usersCache = CacheDirectory.path();
        cache = directory.resolve("cache");
        use(cache);
        classes = Files.createDirectory(directory.resolve("classes"));
        jar = directory.resolve("programs.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("bpf/packed.bpf.c"));
            out.write(TEXT.getBytes());
        }
    }

    @AfterEach
    void useTheUsersCache() {
        use(usersCache);
    }

    private static void use(Path other) {
        System.setProperty("bpfiterator.cache", other.toString());
    }

    private void compile(Object... sources) {
        AgentLaunch launch = new AgentLaunch(
                List.of(), List.of(classes, jar), classes, List.of(), directory.resolve("run"), cache, Map.of());
        AgentSources found = new AgentSources(launch, () -> Optional.of(KernelTypes.ofRunning()));
        Stream.of(sources).map(Object::toString).forEach(found::compile);
    }

    private long objects() throws Exception {
        if (!Files.exists(cache.resolve("objects"))) {
            return 0;
        }
        try (Stream<Path> files = Files.list(cache.resolve("objects"))) {
            return files.filter(file -> file.toString().endsWith(".bpf.o")).count();
        }
    }

    @Test
    void that_are_on_the_class_path_are_compiled() throws Exception {
        compile(Files.writeString(classes.resolve("a.bpf.c"), TEXT));

        assertThat(objects()).isEqualTo(1);
    }

    @Test
    void that_are_in_a_jar_are_compiled_from_the_jar() throws Exception {
        use(directory.resolve("the agent's cache"));
        Path copy = SourceFile.of(
                URI.create("jar:" + jar.toUri() + "!/bpf/packed.bpf.c").toURL());
        use(cache);
        Files.writeString(copy, "#error from an environment");

        compile(copy);

        assertThat(objects()).isEqualTo(1);
    }

    @Test
    void that_are_elsewhere_are_not_compiled() throws Exception {
        Path elsewhere = Files.writeString(directory.resolve("elsewhere.bpf.c"), TEXT);
        Path link = Files.createSymbolicLink(classes.resolve("link.bpf.c"), elsewhere);

        compile(elsewhere, link, classes + "/../elsewhere.bpf.c", directory.resolve("run/sources/1/packed.bpf.c"));

        assertThat(objects()).isZero();
    }

    @Test
    void that_are_invalid_do_not_affect_the_others() throws Exception {
        Path broken = Files.writeString(classes.resolve("broken.bpf.c"), "#error\n");

        compile("", "a\0b", "/", broken, Files.writeString(classes.resolve("a.bpf.c"), TEXT));

        assertThat(objects()).isEqualTo(1);
    }
}
