// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.harness.spi.KernelSource;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Provides kernels of a series from the packages in a directory, for machines without apt and for kernels of one's own:
 * Debian's packages, and those that {@code make bindeb-pkg} builds.
 *
 * <p>It knows only the series that the directory has. {@link DebianKernels} provides the others.
 */
final class PackageDirectory implements KernelSource {

    private static final String OTHERWISE = "there, or do not set " + KernelSettings.PACKAGES.key();

    private final Path directory;
    private final ImportedKernels cache;
    private final Consumer<String> progress;

    PackageDirectory(Path directory, ImportedKernels cache, Consumer<String> progress) {
        this.directory = directory;
        this.cache = cache;
        this.progress = progress;
    }

    /** Returns nothing: the names of series are those of {@link DebianKernels}. */
    @Override
    public List<String> names() {
        return List.of();
    }

    /** Returns whether the directory has the series. If it cannot be read, {@link #kernel} says so. */
    @Override
    public boolean knows(String name) {
        return DebianSeries.named(name, DebianSeries.ALL)
                .filter(wanted ->
                        !Files.isDirectory(directory) || newest(wanted).isPresent())
                .isPresent();
    }

    @Override
    public String origin(String name) {
        return description(image(name));
    }

    @Override
    public Kernel kernel(String name) {
        PackageFile image = image(name);
        List<PackageFile> packages = ofKernel(image);
        return cache.kernel(name, identity(packages), description(image), into -> {
            progress.accept("Kernel " + name + ": unpacking " + description(image));
            unpack(packages, KernelTar::unpack, into);
            if (!KernelTar.hasImage(into)) {
                throw Failure.failed("Cannot unpack " + description(image))
                        .because("there is no boot/vmlinuz in it")
                        .remedy("Copy the package " + OTHERWISE)
                        .exception(EnvironmentException::new);
            }
        });
    }

    @Override
    public Optional<Path> modules(String name, Kernel kernel) {
        return Optional.of(
                cache.modules(name, kernel, into -> unpack(ofKernel(image(name)), KernelTar::unpackModules, into)));
    }

    private static void unpack(List<PackageFile> packages, KernelTar.Selection selection, Path into)
            throws IOException {
        for (PackageFile each : packages) {
            DebianPackage.unpack(each.path(), selection, into);
        }
    }

    private String description(PackageFile image) {
        return image.contents().name() + " " + image.contents().version() + " in " + directory;
    }

    /** Returns a file name that changes with the packages: a kernel of one's own keeps its version when rebuilt. */
    private static String identity(List<PackageFile> packages) {
        String files = packages.stream()
                .map(each -> each.path() + " " + each.contents().bytes() + " " + each.modified())
                .collect(Collectors.joining("\n"));
        return packages.get(0).contents().version() + "-"
                + Sha256.hex(files.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    }

    private PackageFile image(String name) {
        return DebianSeries.named(name, DebianSeries.ALL).flatMap(this::newest).orElseThrow(() -> Failure.notFound(
                        "Cannot find kernel " + name + " in " + directory)
                .because("no package there has its image")
                .remedy("Copy its package " + OTHERWISE)
                .exception(EnvironmentException::new));
    }

    /** Returns the package with the newest image of a series; of two with the same release, the newer file. */
    private Optional<PackageFile> newest(DebianSeries wanted) {
        return files().stream()
                .filter(file -> ImageName.of(file.contents().name())
                        .filter(image -> image.isOf(wanted))
                        .isPresent())
                .max(Comparator.comparing((PackageFile file) -> ImageName.of(
                                        file.contents().name())
                                .orElseThrow()
                                .release())
                        .thenComparing(PackageFile::modified));
    }

    /** Returns the packages of a kernel, the image's first. */
    private List<PackageFile> ofKernel(PackageFile image) {
        List<PackageFile> files = files();
        return DebianPackage.ofOneKernel(image.contents().reference(), reference -> find(reference, files, image)
                        .contents())
                .stream()
                .map(contents -> find(contents.reference(), files, image))
                .toList();
    }

    /** @param reference a package's name, or {@code name=version} */
    private PackageFile find(String reference, List<PackageFile> files, PackageFile image) {
        return files.stream()
                .filter(file -> reference.equals(file.contents().name())
                        || reference.equals(file.contents().reference()))
                .max(Comparator.comparing(PackageFile::modified))
                .orElseThrow(() -> Failure.notFound("Cannot use " + description(image))
                        .because("it requires " + reference.replace('=', ' ') + ", which is not in the directory")
                        .remedy("Copy that package " + OTHERWISE)
                        .exception(EnvironmentException::new));
    }

    /** Returns the packages of kernels for this machine's architecture. */
    private List<PackageFile> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".deb"))
                    .map(PackageFile::of)
                    .filter(file -> file.contents().isOfOneKernel() && file.isForThisMachine())
                    .toList();
        } catch (IOException e) {
            throw Failure.notFound("Cannot read the packages of kernels in " + directory)
                    .because(e)
                    .remedy("Correct " + KernelSettings.PACKAGES.key())
                    .exception(EnvironmentException::new);
        }
    }
}
