// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds resources on the class path and in modules.
 *
 * <p>{@link Class#getResource} hides the resources of a package that its module does not open to the caller. A test
 * module opens its packages to JUnit only, so the search continues in the contents of the modules, where JUnit finds
 * test classes, too.
 */
public final class Resources {

    private Resources() {}

    /**
     * Finds a resource.
     *
     * @param name relative to the package of {@code base}; with a leading {@code /}, absolute
     */
    public static Optional<URL> find(String name, Class<?> base) {
        @Nullable URL visible = base.getResource(name);
        if (visible != null) {
            return Optional.of(visible);
        }
        String path = path(name, base);
        return inModule(path, base).or(() -> onClassPath(path, base));
    }

    /**
     * Returns the files in the folder of a resource, whether that exists or not, named as it is: without a leading
     * {@code /}, relative to the package of {@code base}. Searches only directories of the class path.
     */
    public static SortedSet<String> beside(String name, Class<?> base) {
        SortedSet<String> names = new TreeSet<>();
        String path = path(name, base);
        String prefix = name.substring(0, name.lastIndexOf('/') + 1);
        @Nullable ClassLoader loader = base.getClassLoader();
        if (loader != null) {
            try {
                for (URL folder : Collections.list(loader.getResources(path.substring(0, path.lastIndexOf('/') + 1)))) {
                    if (folder.getProtocol().equals("file")) {
                        names(Path.of(URI.create(folder.toString()))).forEach(file -> names.add(prefix + file));
                    }
                }
            } catch (IOException unreadable) {
                // The names are for a message about another problem, which is more important.
                return names;
            }
        }
        return names;
    }

    private static String path(String name, Class<?> base) {
        return name.startsWith("/") ? name.substring(1) : base.getPackageName().replace('.', '/') + "/" + name;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Optional<URL> inModule(String path, Class<?> base) {
        String folder = path.substring(0, Math.max(0, path.lastIndexOf('/'))).replace('/', '.');
        @Nullable ModuleLayer layer = base.getModule().getLayer();
        return (layer == null ? ModuleLayer.boot() : layer)
                .configuration().modules().stream()
                        .map(ResolvedModule::reference)
                        .filter(module -> module.descriptor().packages().contains(folder))
                        .findFirst()
                        .flatMap(module -> in(module, path));
    }

    private static Optional<URL> in(ModuleReference module, String path) {
        try (ModuleReader reader = module.open()) {
            Optional<URI> found = reader.find(path);
            return found.isPresent() ? Optional.of(found.get().toURL()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read module " + module.descriptor().name(), e);
        }
    }

    /** A class in a module finds only the resources of that module. */
    private static Optional<URL> onClassPath(String path, Class<?> base) {
        @Nullable ClassLoader loader = base.getClassLoader();
        return Optional.ofNullable(loader == null ? ClassLoader.getSystemResource(path) : loader.getResource(path));
    }
}
