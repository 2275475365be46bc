// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import io.bpfiterator.support.NeedsContainers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests a named image, which is built here; its Java is a program that prints its working directory. */
@ParameterizedClass
@MethodSource("io.bpfiterator.harness.internal.container.TestEngine#here")
@NeedsContainers
class ImageTest {

    private static final String IMAGE = "localhost/bpf-iterator-test-image:1";

    /** Requires neither a library nor the dynamic linker, because the image contains neither. */
    private static final String PROGRAM = """
            static long call(long number, long a, long b, long c)
            {
            	long result;
            #ifdef __x86_64__
            	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
            #else
            	register long x8 __asm__("x8") = number, x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c;
            	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
            	result = x0;
            #endif
            	return result;
            }
            #ifdef __x86_64__
            enum { WRITE = 1, EXIT = 60, GETCWD = 79 };
            #else
            enum { WRITE = 64, EXIT = 93, GETCWD = 17 };
            #endif
            void _start(void)
            {
            	char directory[4096];
            	long length = call(GETCWD, (long)directory, sizeof(directory), 0);

            	call(WRITE, 1, (long)directory, length - 1);
            	call(EXIT, 3, 0, 0);
            }
            """;

    @Parameter
    private TestEngine engine;

    @TempDir
    private Path directory;

    @BeforeEach
    void build() throws Exception {
        Path source = Files.writeString(directory.resolve("java.c"), PROGRAM);
        Process clang = new ProcessBuilder(
                        "clang",
                        "-static",
                        "-nostdlib",
                        "-o",
                        directory.resolve("java").toString(),
                        source.toString())
                .inheritIO()
                .start();
        assertThat(clang.waitFor()).isZero();
        Files.writeString(
                directory.resolve("Dockerfile"), "FROM scratch\nENV JAVA_HOME=/jdk\nCOPY java /jdk/bin/java\n");
        try (Engine found = EngineSearch.find(Optional.of(engine.address()))) {
            found.client()
                    .buildImageCmd(directory.toFile())
                    .withTags(Set.of(IMAGE))
                    .exec(new BuildImageResultCallback())
                    .awaitImageId();
        }
    }

    @Test
    void runs_the_java_of_its_JAVA_HOME_in_the_working_directory() throws Exception {
        assertThat(Launches.run(
                        Launches.environment(
                                "container:" + IMAGE,
                                Launches.ENGINE,
                                engine.address(),
                                Launches.PRIVILEGES,
                                engine.privileges()),
                        Launches.of(directory, "anything")))
                .isEqualTo("ended with exit status 3\n" + Path.of("").toAbsolutePath());
    }
}
