package io.bpfiterator.harness.container;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.kernel.KernelTar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Copies the kernel out of an image.
 *
 * <p>Such an image has nothing to run: a container is made of it, to copy from, and never started.
 *
 * @param version the image's id
 */
record KernelCopy(Engine engine, String image, String version) implements AutoCloseable {

    static final String IMAGE = "/boot/vmlinuz";

    /** The first may be a link, whose target is then not looked into. */
    private static final List<String> MODULES = List.of("lib/", "usr/lib/");

    /**
     * Finds an image; pulls it if need be.
     *
     * @param engineName which engine to ask; nothing for any
     * @throws EnvironmentException if there is no engine, or no such image
     */
    static KernelCopy of(String image, Optional<String> engineName) {
        Engine engine = EngineSearch.find(engineName);
        try {
            String id = new NamedImage(image, "name a kernel's file instead, vm:/path/to/bzImage")
                    .on(engine)
                    .getId();
            return new KernelCopy(engine, image, id.replaceFirst("^sha256:", ""));
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /** Copies the kernel; the modules need not be there. */
    void into(Path directory) throws IOException {
        String container = create();
        try {
            copy(container, IMAGE, "boot/", directory);
            if (!KernelTar.hasImage(directory)) {
                throw new EnvironmentException("The image " + image + " has no kernel: there is no file " + IMAGE
                        + " in it; name one that has, or a kernel's file, vm:/path/to/bzImage");
            }
            for (String root : MODULES) {
                copy(container, "/" + root + "modules", root, directory);
            }
        } catch (DockerException e) {
            throw Refusal.of(engine, "can't copy from the image " + image, e);
        } finally {
            RunningContainer.remove(engine, container);
        }
    }

    /** An engine wants a command, even of a container that is never started. */
    private String create() {
        try {
            return engine.client()
                    .createContainerCmd(image)
                    .withCmd("none")
                    .withLabels(Leftovers.labels())
                    .exec()
                    .getId();
        } catch (RuntimeException e) {
            throw Refusal.of(engine, "can't make a container of the image " + image, e);
        }
    }

    private void copy(String container, String path, String root, Path directory) throws IOException {
        try (InputStream tar =
                engine.client().copyArchiveFromContainerCmd(container, path).exec()) {
            KernelTar.unpack(tar, root, directory);
        } catch (NotFoundException notThere) {
            // What must be there is looked for afterwards: it might be something else than a file, too.
            return;
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
