package io.bpfiterator.harness.container;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
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
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * This machine's own: an image with nothing but empty directories, made once, over which the machine's are bound
 * read-only. No registry is asked.
 */
final class HostUserland implements Userland {

    /** The tag changes whenever the directories do. */
    static final String IMAGE = "localhost/bpf-iterator-userland:1";

    private static final String DOCKERFILE = "FROM scratch\nCOPY root /\n";

    private static final List<String> DIRECTORIES = List.of("root/", "run/", "var/");
    private static final List<String> FOR_EVERYBODY = List.of("tmp/", "var/tmp/");
    private static final int FOR_EVERYBODY_MODE = 0041777;

    /** On most machines the last five are links into {@code /usr}, and a bind follows them. */
    private static final List<Path> BOUND = Stream.of(
                    "/usr", "/etc", "/boot", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
            .map(Path::of)
            .toList();

    /** What programs ask for their files, their language and their time zone. */
    private static final List<String> VARIABLES = List.of("PATH", "LANG", "LC_ALL", "TZ");

    @Override
    public Image on(Engine engine) {
        try {
            engine.client().inspectImageCmd(IMAGE).exec();
        } catch (NotFoundException notYet) {
            make(engine);
        }
        return new Image(IMAGE, javaHome().orElseThrow().resolve("bin/java").toString());
    }

    private static void make(Engine engine) {
        try {
            engine.client()
                    .buildImageCmd(new ByteArrayInputStream(buildContext()))
                    .withTags(Set.of(IMAGE))
                    .exec(new BuildImageResultCallback())
                    .awaitImageId();
        } catch (RuntimeException e) {
            throw Refusal.of(engine, "can't make the image " + IMAGE, e);
        }
    }

    private static byte[] buildContext() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            add(tar, new TarArchiveEntry("Dockerfile"), DOCKERFILE);
            for (String name : DIRECTORIES) {
                add(tar, new TarArchiveEntry("root/" + name), "");
            }
            for (String name : FOR_EVERYBODY) {
                TarArchiveEntry entry = new TarArchiveEntry("root/" + name);
                entry.setMode(FOR_EVERYBODY_MODE);
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

    @Override
    public Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>(System.getenv());
        variables.keySet().retainAll(VARIABLES);
        return variables;
    }

    @Override
    public String describe() {
        return "the host's userland";
    }
}
