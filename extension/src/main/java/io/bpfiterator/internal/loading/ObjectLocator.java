// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.internal.clang.BpfCompiler;
import io.bpfiterator.internal.clang.SourceFile;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.Resources;
import io.bpfiterator.internal.text.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the BPF object that an annotation or a session names, on the class path or else in the file system. Compiles C
 * sources.
 */
public final class ObjectLocator {

    private ObjectLocator() {}

    /** Finds an object. A resource name without a leading {@code /} is relative to {@code base}. */
    public static ObjectFile locate(String obj, Class<?> base) {
        if (obj.isBlank()) {
            throw Failure.invalid("Cannot open a BPF object")
                    .because("obj is blank")
                    .remedy("Set obj to a class path resource or a file")
                    .exception();
        }
        @Nullable URL resource = Resources.find(obj, base).orElse(null);
        if (resource != null && !isDirectory(resource)) {
            return isSource(obj) ? compiled(obj, SourceFile.of(resource)) : read(obj, resource);
        }
        Path file = Path.of(obj);
        if (Files.isDirectory(file)) {
            throw Failure.invalid("Cannot open BPF object \"" + obj + "\"")
                    .because("it is a directory")
                    .remedy("Set obj to a file in it")
                    .exception();
        }
        if (Files.exists(file)) {
            return isSource(obj) ? compiled(obj, file) : ObjectFile.read(file);
        }
        throw Failure.notFound("Cannot find " + (isSource(obj) ? "C source" : "BPF object") + " \"" + obj + "\"")
                .because("neither a class path resource ("
                        + (obj.startsWith("/") ? obj.substring(1) : "relative to " + base.getName())
                        + ") nor a file (" + file.toAbsolutePath() + ") exists")
                .remedy(remedy(obj, base))
                .exception();
    }

    private static String remedy(String obj, Class<?> base) {
        List<String> known = Resources.beside(obj, base).stream()
                .filter(name -> name.endsWith(".c") || name.endsWith(".o"))
                .toList();
        String source = obj.replaceFirst("\\.o$", ".c");
        if (!isSource(obj) && known.contains(source)) {
            return "Set obj to \"" + source + "\", which exists, and is compiled on first use";
        }
        return NearestName.of(obj, known)
                .map(name -> "Did you mean " + name + "?")
                .orElse(isSource(obj) ? "Correct obj" : "Compile the BPF program, or correct obj");
    }

    private static boolean isSource(String obj) {
        return obj.endsWith(".c");
    }

    private static ObjectFile compiled(String obj, Path source) {
        return ObjectFile.of(obj, new BpfCompiler().compile(source));
    }

    private static boolean isDirectory(URL resource) {
        return resource.getProtocol().equals("file") && Files.isDirectory(Path.of(URI.create(resource.toString())));
    }

    private static ObjectFile read(String obj, URL resource) {
        try (InputStream bytes = resource.openStream()) {
            return ObjectFile.of(obj, bytes.readAllBytes());
        } catch (IOException e) {
            throw Failure.failed("Cannot read the class path resource \"" + obj + "\"")
                    .because(e)
                    .exception();
        }
    }
}
