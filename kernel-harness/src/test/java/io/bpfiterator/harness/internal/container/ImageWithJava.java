// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Builds an image with a small Java runtime and the libraries that it requires, without a registry. */
final class ImageWithJava {

    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    /** The modules that JUnit, AssertJ, JNA and the agent require. */
    private static final String MODULES =
            "java.base,java.instrument,java.logging,java.management,java.xml,jdk.unsupported";

    private ImageWithJava() {}

    /** Builds the image from files that it writes to a directory. */
    static void build(TestEngine engine, String name, boolean withLibbpf, Path directory) throws Exception {
        Path jdk = directory.resolve("jdk");
        run(JAVA_HOME.resolve("bin/jlink").toString(), "--add-modules", MODULES, "--output", jdk.toString());
        List<Path> programs = new ArrayList<>(List.of(jdk.resolve("bin/java"), jdk.resolve("lib/server/libjvm.so")));
        Stream.of("libjli.so", "libnet.so", "libnio.so", "libjava.so", "libinstrument.so")
                .map(library -> jdk.resolve("lib").resolve(library))
                .forEach(programs::add);
        if (withLibbpf) {
            programs.add(library("libbpf.so.1"));
        }
        for (Path library : libraries(programs)) {
            Path copy = directory.resolve(library.toString().substring(1));
            Files.createDirectories(copy.getParent());
            Files.copy(library, copy);
        }
        Files.createDirectories(directory.resolve("tmp"));
        Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\nENV PATH=/jdk/bin\nCOPY . /\n");
        try (Engine found = EngineSearch.find(Optional.of(engine.address()))) {
            found.client()
                    .buildImageCmd(directory.toFile())
                    .withTags(Set.of(name))
                    .exec(new BuildImageResultCallback())
                    .awaitImageId();
        }
    }

    private static Set<Path> libraries(List<Path> programs) throws Exception {
        Set<Path> libraries = new TreeSet<>();
        for (Path program : programs) {
            if (program.getFileName().toString().startsWith("libbpf")) {
                libraries.add(program);
            }
            Stream.of(run("ldd", program.toString()).split("\\s+"))
                    .filter(word -> word.startsWith("/") && !word.contains("jdk"))
                    .map(Path::of)
                    .forEach(libraries::add);
        }
        return libraries;
    }

    private static Path library(String name) throws Exception {
        return Stream.of(run("ldconfig", "-p").split("\\s+"))
                .filter(word -> word.endsWith("/" + name))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + output);
        }
        return output;
    }
}
