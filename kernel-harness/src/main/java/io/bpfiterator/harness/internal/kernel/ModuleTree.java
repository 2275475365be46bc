// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.internal.cache.UnfinishedFiles;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.SearchPath;
import io.bpfiterator.internal.process.ProgramRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All modules of a cached kernel, with the indexes that {@code modprobe} reads. They are added to the cache when they
 * are first asked for, since most tests load no module, and the modules need several times the space of the kernel.
 */
final class ModuleTree {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** The search path of a user often lacks the directories of the superuser's programs. */
    private static final List<String> DEPMOD = List.of("depmod", "/usr/sbin/depmod", "/sbin/depmod");

    private final Kernel kernel;
    private final Path root;

    /** @param kernel a kernel in the cache, whose directory has its image */
    ModuleTree(Kernel kernel) {
        this.kernel = kernel;
        this.root = kernel.image().resolveSibling("root");
    }

    /** Returns the directory {@code lib/modules/RELEASE}; empty if the cache does not have it yet. */
    Optional<Path> find() {
        return Optional.of(in(root)).filter(Files::isDirectory);
    }

    /**
     * Returns that directory, after adding it if necessary. The caller must hold the lock of the cache.
     *
     * @param copy writes {@code lib/modules/RELEASE} into an empty directory
     */
    Path findOrAdd(ImportedKernels.Copy copy) {
        return find().orElseGet(() -> add(copy));
    }

    private Path add(ImportedKernels.Copy copy) {
        String depmod = depmod();
        try (UnfinishedFiles files = UnfinishedFiles.in(kernel.image().resolveSibling(""))) {
            Path added = Files.createDirectory(files.path("root"));
            copy.into(added);
            if (!Files.isDirectory(in(added))) {
                throw cannotProvide("there is no lib/modules/" + kernel.release() + " in it")
                        .remedy("Use another kernel")
                        .exception(EnvironmentException::new);
            }
            index(depmod, added);
            files.publish(added, root);
            return in(root);
        } catch (IOException e) {
            throw cannotProvide("").because(e).remedy(KernelCache.FREE_SPACE).exception(EnvironmentException::new);
        }
    }

    private Path in(Path directory) {
        return directory.resolve("lib/modules").resolve(kernel.release());
    }

    private String depmod() {
        return DEPMOD.stream()
                .flatMap(command -> SearchPath.find(command).stream())
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> cannotProvide("depmod is required, and is not in PATH or /usr/sbin")
                        .remedy("Install kmod (Debian, Ubuntu: apt-get install kmod; Fedora: dnf install kmod)")
                        .exception(EnvironmentException::new));
    }

    /** Packages have no indexes of their modules, which depmod writes when they are installed. */
    private void index(String depmod, Path added) throws IOException {
        // Some builds of kmod search usr/lib, others lib.
        Files.createDirectories(added.resolve("usr"));
        Files.createSymbolicLink(added.resolve("usr/lib"), Path.of("../lib"));
        try {
            ProgramRunner.Result result = ProgramRunner.run(
                    ProgramRunner.inEnglish(List.of(depmod, "-b", added.toString(), kernel.release())), LIMIT);
            if (result.exitStatus() != 0) {
                throw cannotProvide(depmod + " ended with exit status " + result.exitStatus()
                                + result.output()
                                        .lines()
                                        .findFirst()
                                        .map(line -> ": " + line)
                                        .orElse(""))
                        .remedy("Check that this kmod can read compressed modules")
                        .log(result.output())
                        .exception(EnvironmentException::new);
            }
        } catch (ProgramRunner.Overtime e) {
            throw e.failure().causedBy(e).exception(EnvironmentException::new);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cannotProvide("this thread was interrupted while depmod ran")
                    .remedy("Run it again")
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        }
    }

    private Failure cannotProvide(String cause) {
        return Failure.absent("Cannot provide all modules of " + kernel.description())
                .because(cause);
    }
}
