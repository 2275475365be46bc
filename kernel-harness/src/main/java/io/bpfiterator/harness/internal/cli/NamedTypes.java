// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.harness.internal.kernel.ImageTypes;
import io.bpfiterator.harness.internal.kernel.Kernels;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.clang.KernelTypes;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.internal.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The types of a kernel, which are in its image, so that it need not run.
 *
 * @param release the output of {@code uname -r}
 * @param types empty if the running kernel shows none
 */
record NamedTypes(String release, Optional<Btf> types) {

    /** Returns the types of the running kernel. */
    static NamedTypes ofRunning(Output output) {
        String release = System.getProperty("os.version");
        try {
            return new NamedTypes(release, Optional.of(Btf.ofKernel()));
        } catch (BpfException unknown) {
            output.progress(unknown.getMessage());
            return new NamedTypes(release, Optional.empty());
        }
    }

    /** Returns the types of a kernel of this machine, which is fetched if necessary. */
    static NamedTypes of(String name, Output output) {
        Kernel kernel = Kernels.ofThisMachine(Settings.SYSTEM_PROPERTIES, output::progress)
                .kernel(name);
        String what = "Cannot read the types of " + name;
        try {
            Path directory = Files.createTempDirectory("bpf-iterator-types-");
            try {
                KernelTypes types = ImageTypes.of(kernel.image(), directory.resolve("vmlinux"))
                        .orElseThrow(() -> Failure.invalid(what)
                                .because(kernel.image() + " is neither an ELF file nor a bzImage that unpacks to one")
                                .remedy("Name the vmlinux of the same build")
                                .exception());
                return new NamedTypes(kernel.release(), Optional.of(types.read()));
            } finally {
                FileTree.delete(directory);
            }
        } catch (IOException e) {
            throw Failure.failed(what).because(e).exception();
        }
    }

    @Override
    public String toString() {
        return "Linux " + release;
    }
}
