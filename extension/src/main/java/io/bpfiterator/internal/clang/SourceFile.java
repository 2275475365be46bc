// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.cache.UnfinishedFiles;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Provides class path resources as files that clang can read. */
public final class SourceFile {

    private SourceFile() {}

    /**
     * Returns the file of a resource. A resource in a jar is first written to the cache, with the headers ({@code *.h})
     * of its folder. A resource with another kind of URL is written without headers.
     *
     * @throws BpfException if the resource cannot be read or the cache cannot be written
     */
    public static Path of(URL resource) {
        try {
            if (resource.getProtocol().equals("file")) {
                return Path.of(resource.toURI());
            }
            return written(resource, contents(resource));
        } catch (IOException | URISyntaxException e) {
            throw Failure.failed("Cannot read the C source " + resource)
                    .because(e)
                    .exception();
        }
    }

    /** Returns the contents of the source and its headers by base name. */
    private static Map<String, byte[]> contents(URL resource) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        URLConnection connection = resource.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jarConnection) {
            try (JarFile jar = jarConnection.getJarFile()) {
                String source = jarConnection.getEntryName();
                for (JarEntry entry : Collections.list(jar.entries())) {
                    String name = entry.getName();
                    if (name.equals(source)
                            || name.endsWith(".h") && folder(name).equals(folder(source))) {
                        try (InputStream bytes = jar.getInputStream(entry)) {
                            contents.put(baseName(name), bytes.readAllBytes());
                        }
                    }
                }
            }
        } else {
            try (InputStream bytes = connection.getInputStream()) {
                contents.put(baseName(resource.getPath()), bytes.readAllBytes());
            }
        }
        return contents;
    }

    /** Writes to a directory with the hash of the contents as its name, so that its files never change. */
    private static Path written(URL resource, Map<String, byte[]> contents) {
        StringBuilder identity = new StringBuilder();
        contents.forEach((name, bytes) ->
                identity.append(Sha256.hex(bytes)).append("  ").append(name).append('\n'));
        CompileCache cache = CompileCache.of(CompilerOptions.fromSystemProperties());
        String directory = CacheArea.SOURCES.file(Sha256.hex(identity.toString().getBytes(StandardCharsets.UTF_8)));
        Path written = cache.candidates(directory)
                .filter(candidate -> contents.entrySet().stream().allMatch(entry -> isWritten(entry, candidate)))
                .findFirst()
                .orElseGet(() -> write(contents, cache, directory));
        cache.markUsed(written);
        return written.resolve(baseName(resource.getPath()));
    }

    private static boolean isWritten(Map.Entry<String, byte[]> entry, Path directory) {
        Path file = directory.resolve(entry.getKey());
        return Files.exists(file) && FileHash.of(file).equals(Sha256.hex(entry.getValue()));
    }

    private static Path write(Map<String, byte[]> contents, CompileCache cache, String name) {
        Path directory = cache.own().resolve(name);
        try (UnfinishedFiles files = UnfinishedFiles.in(cache.own())) {
            cache.makeRoom(CacheArea.SOURCES);
            for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
                Path complete = Files.write(files.path(entry.getKey()), entry.getValue());
                files.publish(complete, directory.resolve(entry.getKey()));
            }
            return directory;
        } catch (IOException e) {
            throw cache.unusable(e);
        }
    }

    private static String folder(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    private static String baseName(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
