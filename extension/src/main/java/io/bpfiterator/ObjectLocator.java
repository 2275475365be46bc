package io.bpfiterator;

import io.bpfiterator.clang.BpfCompiler;
import io.bpfiterator.clang.SourceFile;
import io.bpfiterator.kernel.BpfException;
import io.bpfiterator.object.BpfObjectFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the object that an annotation names: on the class path first, then among the files. A C source is compiled. */
final class ObjectLocator {

    private ObjectLocator() {}

    static BpfObjectFile locate(String obj, Class<?> testClass) {
        for (Class<?> near = testClass; near != null && near != Object.class; near = near.getSuperclass()) {
            Optional<BpfObjectFile> resource = isSource(obj) ? compiledResource(obj, near) : resource(obj, near);
            if (resource.isPresent()) {
                return resource.get();
            }
        }
        Path file = Path.of(obj);
        if (Files.exists(file)) {
            return isSource(obj) ? compiled(obj, file) : BpfObjectFile.read(file);
        }
        throw new BpfException("There is no " + (isSource(obj) ? "C source" : "BPF object") + " \"" + obj
                + "\": neither a class path resource ("
                + (obj.startsWith("/") ? obj.substring(1) : "beside " + testClass.getName()) + ") nor a file ("
                + file.toAbsolutePath() + "); " + (isSource(obj) ? "" : "compile the BPF program, or ")
                + "correct obj");
    }

    private static boolean isSource(String obj) {
        return obj.endsWith(".c");
    }

    private static Optional<BpfObjectFile> compiledResource(String obj, Class<?> near) {
        URL resource = near.getResource(obj);
        return resource == null ? Optional.empty() : Optional.of(compiled(obj, SourceFile.of(resource)));
    }

    private static BpfObjectFile compiled(String obj, Path source) {
        return BpfObjectFile.of(obj, new BpfCompiler().compile(source));
    }

    private static Optional<BpfObjectFile> resource(String obj, Class<?> near) {
        try (InputStream bytes = near.getResourceAsStream(obj)) {
            return bytes == null ? Optional.empty() : Optional.of(BpfObjectFile.of(obj, bytes.readAllBytes()));
        } catch (IOException e) {
            throw new BpfException("The class path resource \"" + obj + "\" can't be read: " + e.getMessage(), e);
        }
    }
}
