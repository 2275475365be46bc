// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Provides this machine's programs and libraries: an image that contains only empty directories, over which this
 * machine's are mounted read-only. The engine builds it once and does not contact a registry.
 */
final class HostUserland implements Userland {

    /** The tag must change whenever the directories do. */
    static final String IMAGE = "localhost/bpf-iterator-userland:1";

    private static final String DOCKERFILE = "FROM scratch\nCOPY root /\n";

    private static final List<String> DIRECTORIES = List.of("root/", "run/", "var/");
    private static final List<String> WORLD_WRITABLE = List.of("tmp/", "var/tmp/");
    private static final int WORLD_WRITABLE_MODE = 0041777;

    /** On most machines, all but the first three are links into {@code /usr}, which a bind mount follows. */
    private static final List<Path> BOUND = Stream.of(
                    "/usr", "/etc", "/boot", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
            .map(Path::of)
            .toList();

    /** Where programs are, which are this machine's. */
    private static final String PATH = "PATH";

    @Override
    public Image imageOn(Engine engine) {
        try {
            engine.client().inspectImageCmd(IMAGE).exec();
        } catch (NotFoundException missing) {
            build(engine);
        }
        return new Image(IMAGE, javaHome().orElseThrow().resolve("bin/java").toString());
    }

    private static void build(Engine engine) {
        try {
            engine.client()
                    .buildImageCmd(new ByteArrayInputStream(buildContext()))
                    .withTags(Set.of(IMAGE))
                    .exec(new BuildImageResultCallback())
                    .awaitImageId();
        } catch (RuntimeException e) {
            throw EngineFailure.of(engine, "cannot build the image " + IMAGE, e);
        }
    }

    private static byte[] buildContext() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            add(tar, new TarArchiveEntry("Dockerfile"), DOCKERFILE);
            for (String name : DIRECTORIES) {
                add(tar, new TarArchiveEntry("root/" + name), "");
            }
            for (String name : WORLD_WRITABLE) {
                TarArchiveEntry entry = new TarArchiveEntry("root/" + name);
                entry.setMode(WORLD_WRITABLE_MODE);
                add(tar, entry, "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, TarArchiveEntry entry, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    @Override
    public List<Bind> binds() {
        return BOUND.stream().filter(Files::isDirectory).map(HostUserland::bind).toList();
    }

    private static Bind bind(Path directory) {
        try {
            return new Bind(directory.toRealPath().toString(), new Volume(directory.toString()), AccessMode.ro);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Path> javaHome() {
        return Optional.of(Path.of(System.getProperty("java.home")));
    }

    /** Also the directory of a libbpf that the user has named by its path. */
    @Override
    public List<Path> libraries() {
        Path libbpf = Path.of(Settings.SYSTEM_PROPERTIES.value(ExtensionSettings.LIBBPF));
        return Stream.concat(
                        JvmLibraries.directories().stream(),
                        Stream.of(libbpf).filter(Path::isAbsolute).map(Path::getParent))
                .toList();
    }

    @Override
    public Map<String, String> variables() {
        return Optional.ofNullable(System.getenv(PATH))
                .map(path -> Map.of(PATH, path))
                .orElse(Map.of());
    }

    @Override
    public String description() {
        return "the host's userland";
    }
}
