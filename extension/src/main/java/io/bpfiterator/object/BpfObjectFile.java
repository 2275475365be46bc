package io.bpfiterator.object;

import io.bpfiterator.failure.BpfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The bytes of a compiled BPF object and the name it goes by.
 *
 * @param name the base name up to its first dot; libbpf puts it before the names of the global sections'
 *     maps
 * @param origin where the bytes come from, for messages
 */
public record BpfObjectFile(String name, String origin, byte[] bytes) {

    /**
     * Takes the bytes of an object.
     *
     * @throws BpfException if they are no whole ELF file for the BPF machine
     */
    public BpfObjectFile {
        ElfHeader.check(origin, bytes);
    }

    /** Takes the bytes of an object, named after the last part of where they come from. */
    public static BpfObjectFile of(String origin, byte[] bytes) {
        return new BpfObjectFile(baseName(origin), origin, bytes);
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
     * @throws BpfException if there is no such file, it can't be read, or is no BPF object
     */
    public static BpfObjectFile read(Path file) {
        try {
            return of(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new BpfException("There is no file " + file.toAbsolutePath() + "; compile the BPF program first", e);
        } catch (IOException e) {
            throw new BpfException("The BPF object " + file.toAbsolutePath() + " can't be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return origin;
    }
}
