// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.spi.AgentLaunch;
import io.bpfiterator.internal.clang.BpfCompiler;
import io.bpfiterator.internal.clang.CompilerOptions;
import io.bpfiterator.internal.clang.KernelTypes;
import io.bpfiterator.internal.clang.SourceFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compiles sources for an agent on this machine, so that the objects are in the cache for later runs, too. Does not use
 * the agent's objects, which are not trusted.
 *
 * <p>Only sources among the files of the agent's launch are compiled.
 */
final class AgentSources {

    private static final System.Logger LOGGER = System.getLogger(AgentSources.class.getName());

    private final AgentLaunch launch;
    private final Supplier<Optional<KernelTypes>> kernel;
    private final Map<Path, Map<String, List<String>>> jars = new HashMap<>();
    private @Nullable Optional<BpfCompiler> compiler;

    /** @param kernel supplies the types of the environment's kernel; empty if this machine cannot read them */
    AgentSources(AgentLaunch launch, Supplier<Optional<KernelTypes>> kernel) {
        this.launch = launch;
        this.kernel = kernel;
    }

    /**
     * Compiles a source, unless the cache has its object. Returns the object; empty if this machine cannot compile it,
     * so that the environment has to.
     *
     * @param source the path that the agent reported
     */
    synchronized Optional<byte[]> compile(String source) {
        try {
            Optional<Path> file = find(Path.of(source));
            return file.isEmpty() ? Optional.empty() : compiler().map(compiler -> compiler.compile(file.get()));
        } catch (DiagnosedException | IOException | IllegalArgumentException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "Cannot compile " + source + " on this machine", e);
            return Optional.empty();
        }
    }

    private Optional<BpfCompiler> compiler() {
        if (compiler == null) {
            CompilerOptions options = HostVmlinux.options();
            compiler = kernel.get().map(types -> new BpfCompiler(options, types));
        }
        return compiler;
    }

    private Optional<Path> find(Path source) throws IOException {
        return liesWithin(source) ? Optional.of(source) : inJars(source);
    }

    private boolean liesWithin(Path source) throws IOException {
        if (!Files.isRegularFile(source)) {
            return false;
        }
        Path real = source.toRealPath();
        for (Path path : launch.readOnly()) {
            if (real.startsWith(path.toRealPath())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Finds the resource in a jar that the agent copied to a file, whose directory is named by a hash of the contents.
     */
    private Optional<Path> inJars(Path copy) throws IOException {
        Path directory = copy.getParent();
        if (directory == null || directory.getFileName() == null) {
            return Optional.empty();
        }
        Path kept = directory.getFileName().resolve(copy.getFileName());
        for (Path jar : launch.classPath()) {
            if (Files.isRegularFile(jar)) {
                String name = copy.getFileName().toString();
                for (String entry : entriesByName(jar).getOrDefault(name, List.of())) {
                    Path source = SourceFile.of(
                            URI.create("jar:" + jar.toUri() + "!/" + entry).toURL());
                    if (source.endsWith(kept)) {
                        return Optional.of(source);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Reads a jar only once, however many sources an agent reports. */
    private Map<String, List<String>> entriesByName(Path jar) throws IOException {
        @Nullable Map<String, List<String>> known = jars.get(jar);
        if (known != null) {
            return known;
        }
        try (JarFile file = new JarFile(jar.toFile());
                Stream<String> names = file.stream().map(entry -> entry.getName())) {
            Map<String, List<String>> entries =
                    names.collect(Collectors.groupingBy(entry -> entry.substring(entry.lastIndexOf('/') + 1)));
            jars.put(jar, entries);
            return entries;
        }
    }
}
