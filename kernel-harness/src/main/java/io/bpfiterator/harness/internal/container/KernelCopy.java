// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.kernel.KernelTar;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Copies the kernel out of a container image.
 *
 * <p>The image contains no program to run, so the kernel is copied from a container that is created but never started.
 *
 * @param version the id of the image
 */
record KernelCopy(Engine engine, String image, String version) implements AutoCloseable {

    static final String IMAGE = "/boot/vmlinuz";

    /** If {@code /lib} is a link to {@code /usr/lib}, the engine does not follow it. */
    private static final List<String> MODULES = List.of("lib/", "usr/lib/");

    /**
     * Finds an image, after pulling it if necessary.
     *
     * @param engineName the engine to use; empty for any
     * @throws EnvironmentException if no engine responds, or the engine cannot pull the image
     */
    static KernelCopy of(String image, Optional<String> engineName) {
        Engine engine = EngineSearch.find(engineName);
        try {
            String id = new NamedImage(image, "use a kernel's file: vm:/path/to/bzImage")
                    .inspectOrPull(engine)
                    .getId();
            return new KernelCopy(engine, image, id.replaceFirst("^sha256:", ""));
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /**
     * Copies the kernel, and its modules if the image has any.
     *
     * @throws EnvironmentException if the image does not contain a kernel
     */
    void into(Path directory) throws IOException {
        copying(container -> {
            copy(container, IMAGE, "boot/", KernelTar::unpack, directory);
            if (!KernelTar.hasImage(directory)) {
                throw Failure.notFound("Cannot copy a kernel from the image " + image)
                        .because("it has no file " + IMAGE)
                        .remedy("Use an image that has it, or a kernel's file: vm:/path/to/bzImage")
                        .exception(EnvironmentException::new);
            }
            for (String root : MODULES) {
                copy(container, "/" + root + "modules", root, KernelTar::unpack, directory);
            }
        });
    }

    /** Copies all modules of the image into {@code lib/modules} of a directory. */
    void modulesInto(Path directory) throws IOException {
        copying(container -> {
            for (String root : MODULES) {
                copy(container, "/" + root + "modules", root, KernelTar::unpackModules, directory);
            }
        });
    }

    /** Copies something from a container. */
    @FunctionalInterface
    private interface Copying {
        void from(String container) throws IOException;
    }

    private void copying(Copying copying) throws IOException {
        String container = create();
        try {
            copying.from(container);
        } catch (DockerException e) {
            throw EngineFailure.of(engine, "cannot copy from the image " + image, e);
        } finally {
            RunningContainer.remove(engine, container);
        }
    }

    /** Creates a container with an arbitrary command, which engines require even if they never start it. */
    private String create() {
        try {
            return engine.client()
                    .createContainerCmd(image)
                    .withCmd("none")
                    .withLabels(StaleContainers.labels())
                    .exec()
                    .getId();
        } catch (RuntimeException e) {
            throw EngineFailure.of(engine, "cannot create a container of the image " + image, e);
        }
    }

    private void copy(String container, String path, String root, KernelTar.Selection selection, Path directory)
            throws IOException {
        try (InputStream tar =
                engine.client().copyArchiveFromContainerCmd(container, path).exec()) {
            selection.unpack(tar, root, directory);
        } catch (NotFoundException missing) {
            // The caller checks for the required file, which could also be a directory.
            return;
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
