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
 * Compiles on this machine the sources that an agent has compiled, so that later runs find the objects in the cache.
 * Does not use the agent's objects, which are not trusted.
 *
 * <p>Only sources among the files of the agent's launch are compiled.
 */
final class AgentSources {

    private static final System.Logger LOGGER = System.getLogger(AgentSources.class.getName());

    private final AgentLaunch launch;
    private final Map<Path, Map<String, List<String>>> jars = new HashMap<>();
    private final CompilerOptions options = CompilerOptions.fromSystemProperties();

    AgentSources(AgentLaunch launch) {
        this.launch = launch;
    }

    /**
     * Compiles sources. Skips a source that cannot be compiled on this machine; the next run compiles it in the
     * environment again.
     *
     * @param sources the paths that the agent reported
     * @param kernel supplies the types of the environment's kernel
     */
    void compile(List<String> sources, Supplier<KernelTypes> kernel) {
        if (sources.isEmpty()) {
            return;
        }
        try {
            BpfCompiler compiler = new BpfCompiler(options, kernel.get());
            sources.stream().distinct().forEach(source -> compile(source, compiler));
        } catch (DiagnosedException e) {
            log("Cannot read the types of the environment's kernel", e);
        }
    }

    private void compile(String source, BpfCompiler compiler) {
        try {
            find(Path.of(source)).ifPresent(compiler::compile);
        } catch (DiagnosedException | IOException | IllegalArgumentException e) {
            log("Cannot compile " + source + " for later runs", e);
        }
    }

    private static void log(String what, Exception e) {
        LOGGER.log(System.Logger.Level.DEBUG, what, e);
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
