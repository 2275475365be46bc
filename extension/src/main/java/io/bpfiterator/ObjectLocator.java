package io.bpfiterator;

import io.bpfiterator.clang.BpfCompiler;
import io.bpfiterator.clang.SourceFile;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.object.BpfObjectFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the object that an annotation or a session names: on the class path first, then among the files. A C source is
 * compiled.
 */
final class ObjectLocator {

    private ObjectLocator() {}

    /** Finds an object; one without a leading {@code /} is looked for beside a class first. */
    static BpfObjectFile locate(String obj, Class<?> beside) {
        if (obj.isBlank()) {
            throw new BpfException("obj names no BPF object: it is blank; name a class path resource or a file");
        }
        URL resource = beside.getResource(obj);
        if (resource != null && !isDirectory(resource)) {
            return isSource(obj) ? compiled(obj, SourceFile.of(resource)) : read(obj, resource);
        }
        Path file = Path.of(obj);
        if (Files.isDirectory(file)) {
            throw new BpfException("\"" + obj + "\" is a directory, no BPF object; name a file in it");
        }
        if (Files.exists(file)) {
            return isSource(obj) ? compiled(obj, file) : BpfObjectFile.read(file);
        }
        throw new BpfException("There is no " + (isSource(obj) ? "C source" : "BPF object") + " \"" + obj
                + "\": neither a class path resource ("
                + (obj.startsWith("/") ? obj.substring(1) : "beside " + beside.getName()) + ") nor a file ("
                + file.toAbsolutePath() + "); " + (isSource(obj) ? "" : "compile the BPF program, or ")
                + "correct obj");
    }

    private static boolean isSource(String obj) {
        return obj.endsWith(".c");
    }

    private static BpfObjectFile compiled(String obj, Path source) {
        return BpfObjectFile.of(obj, new BpfCompiler().compile(source));
    }

    private static boolean isDirectory(URL resource) {
        return resource.getProtocol().equals("file") && Files.isDirectory(Path.of(URI.create(resource.toString())));
    }

    private static BpfObjectFile read(String obj, URL resource) {
        try (InputStream bytes = resource.openStream()) {
            return BpfObjectFile.of(obj, bytes.readAllBytes());
        } catch (IOException e) {
            throw new BpfException("The class path resource \"" + obj + "\" can't be read: " + e.getMessage(), e);
        }
    }
}
