// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The bytes of a compiled BPF object and its name.
 *
 * @param name the file's base name up to its first dot; libbpf prefixes the names of the maps of global variables with
 *     it
 * @param origin the path or resource that the bytes come from, for messages
 */
public record ObjectFile(String name, String origin, byte[] bytes) {

    /**
     * Checks the bytes of an object.
     *
     * @throws BpfException if they are not a complete ELF file for the BPF machine
     */
    public ObjectFile {
        ElfHeader.check(origin, bytes);
    }

    /** Returns an object with these bytes, named after the last part of its origin. */
    public static ObjectFile of(String origin, byte[] bytes) {
        return new ObjectFile(baseName(origin), origin, bytes);
    }

    /** Returns the last part of a path, up to its first dot: {@code task} for {@code /bpf/task.bpf.o}. */
    public static String baseName(String path) {
        String fileName = path.substring(path.lastIndexOf('/') + 1);
        int dot = fileName.indexOf('.');
        return dot > 0 ? fileName.substring(0, dot) : fileName;
    }

    /**
     * Reads an object from a file.
     *
     * @throws BpfException if the file does not exist, cannot be read or is not a BPF object
     */
    public static ObjectFile read(Path file) {
        String what = "Cannot read the BPF object " + file.toAbsolutePath();
        try {
            return of(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw Failure.notFound(what)
                    .because("the file does not exist")
                    .remedy("Compile the BPF program first")
                    .causedBy(e)
                    .exception();
        } catch (IOException e) {
            throw Failure.failed(what).because(e).exception();
        }
    }

    @Override
    public String toString() {
        return origin;
    }
}
