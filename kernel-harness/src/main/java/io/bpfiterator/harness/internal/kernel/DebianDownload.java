// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Downloads the packages of one kernel.
 *
 * @param packages the packages, the image's first
 * @param progress receives a line for each step
 */
record DebianDownload(Apt apt, List<DebianPackage> packages, Consumer<String> progress) {

    private static final int MEGABYTE = 1_000_000;

    /** Packages of modules have this prefix from Linux 7 on. Before, the image's package contains them. */
    private static final String MODULES = "linux-modules-";

    /**
     * Follows the dependencies of a package to the packages that belong to one kernel.
     *
     * @param first the name, or {@code name=version}
     */
    static DebianDownload of(Apt apt, String first, Consumer<String> progress) {
        List<DebianPackage> packages =
                DebianPackage.ofOneKernel(first, reference -> DebianPackage.of(apt.show(reference)));
        if (packages.isEmpty()) {
            throw Failure.failed("Cannot find a kernel in Debian's package " + first)
                    .because("it does not depend on one")
                    .remedy(Apt.USE_ANOTHER_KERNEL)
                    .exception(EnvironmentException::new);
        }
        return new DebianDownload(apt, packages, progress);
    }

    /** Returns the download of only those packages that contain modules. */
    DebianDownload ofModules() {
        List<DebianPackage> modules = packages.stream()
                .filter(each -> each.name().startsWith(MODULES))
                .toList();
        return modules.isEmpty() ? this : new DebianDownload(apt, modules, progress);
    }

    String version() {
        return packages.get(0).version();
    }

    /** Downloads the packages one after the other, and unpacks each into a directory. */
    void unpack(KernelTar.Selection selection, Path directory) throws IOException {
        long bytes = packages.stream().mapToLong(DebianPackage::bytes).sum();
        progress.accept("downloading " + this + ", " + bytes / MEGABYTE + " MB");
        long before = 0;
        for (DebianPackage each : packages) {
            Path download = Files.createDirectory(directory.resolve("download"));
            long offset = before;
            Path file = apt.download(
                    each.reference(),
                    download,
                    present -> progress.accept("downloading %s, %d of %d MB"
                            .formatted(each.name(), (offset + present) / MEGABYTE, bytes / MEGABYTE)));
            before += each.bytes();
            progress.accept("unpacking " + each.name());
            DebianPackage.unpack(file, selection, directory);
            Files.delete(file);
            Files.delete(download);
        }
    }

    @Override
    public String toString() {
        return packages.stream().map(each -> each.name() + " " + each.version()).collect(Collectors.joining(" and "));
    }
}
