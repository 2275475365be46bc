// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.internal.clang.BpfCompiler;
import io.bpfiterator.internal.clang.CompilerOptions;
import io.bpfiterator.internal.clang.KernelTypes;
import io.bpfiterator.support.NeedsMachines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTypesTest {

    @TempDir
    Path directory;

    @Test
    @NeedsMachines
    void are_the_same_in_a_bzImage_and_in_its_uncompressed_image() throws Exception {
        Path image = Kernels.ofThisMachine(System.err::println).kernel("5.10").image();
        Path unpacked = directory.resolve("unpacked");

        assertThat(header("image", ImageTypes.of(image, unpacked).orElseThrow()))
                .isEqualTo(header(
                        "bzImage",
                        ImageTypes.of(image.resolveSibling("vmlinuz"), unpacked).orElseThrow()))
                .contains("struct bpf_iter__task {");
        assertThat(unpacked).exists();
    }

    /** Returns the header and the name of its directory, which is the build id of the kernel. */
    private String header(String name, KernelTypes types) throws Exception {
        Path source = Files.writeString(directory.resolve("types.bpf.c"), "#include <vmlinux.h>\n");
        CompilerOptions options = CompilerOptions.fromSystemProperties().withCache(directory.resolve(name));
        new BpfCompiler(options, types).compile(source);
        try (Stream<Path> headers = Files.list(options.cache().resolve("vmlinux"))) {
            Path header = headers.findFirst().orElseThrow();
            return header.getFileName() + "\n" + Files.readString(header.resolve("vmlinux.h"));
        }
    }

    @Test
    void are_absent_from_another_file() {
        assertThat(ImageTypes.of(Path.of("pom.xml"), directory.resolve("unpacked")))
                .isEmpty();
    }
}
