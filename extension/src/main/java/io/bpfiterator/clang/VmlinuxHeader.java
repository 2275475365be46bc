package io.bpfiterator.clang;

import io.bpfiterator.btf.Btf;
import io.bpfiterator.failure.BpfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * The header {@code vmlinux.h}: all types of a kernel, each member relocatable by CO-RE. It has what
 * {@code bpftool btf dump file /sys/kernel/btf/vmlinux format c} prints, for people who have no bpftool.
 *
 * <p>Each kernel's is kept in a directory of its own.
 */
final class VmlinuxHeader {

    static final String DIRECTORY = "vmlinux";

    private static final String NAME = "vmlinux.h";

    private static final String BEGIN = """
            #ifndef __VMLINUX_H__
            #define __VMLINUX_H__

            #ifndef BPF_NO_PRESERVE_ACCESS_INDEX
            #pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
            #endif

            """;

    private static final String END = """

            #ifndef BPF_NO_PRESERVE_ACCESS_INDEX
            #pragma clang attribute pop
            #endif

            #endif
            """;

    private final CompileCache cache;
    private final KernelTypes kernel;

    VmlinuxHeader(CompileCache cache, KernelTypes kernel) {
        this.cache = cache;
        this.kernel = kernel;
    }

    /** Tells whether clang stopped because it found no such header. */
    static boolean isMissing(String clangOutput) {
        return clangOutput.contains("error: '" + NAME + "' file not found");
    }

    /** Returns the header's directory, if the kernel's has been made before. */
    Optional<Path> directoryIfThere() {
        return cache.places(kernelsDirectory())
                .filter(directory -> Files.exists(directory.resolve(NAME)))
                .findFirst();
    }

    /**
     * Makes the header and returns its directory.
     *
     * @param source that includes it, for messages
     */
    Path directory(Path source) {
        if (!kernel.isThere()) {
            throw new BpfException("The running kernel shows no BTF at " + Btf.KERNEL + ", so there is no " + NAME
                    + ", which " + source.getFileName() + " includes; put one beside it, or use a kernel built with"
                    + " CONFIG_DEBUG_INFO_BTF=y");
        }
        synchronized (VmlinuxHeader.class) {
            return directoryIfThere().orElseGet(this::make);
        }
    }

    /** Writes a temporary file and renames it, so that another JVM sees all of it or nothing. */
    private Path make() {
        Path directory = cache.own().resolve(kernelsDirectory());
        try (TemporaryDirectory temporary = TemporaryDirectory.in(cache.own())) {
            Path header = Files.writeString(temporary.path().resolve(NAME), BEGIN);
            kernel.appendTo(header);
            Files.writeString(header, END, StandardOpenOption.APPEND);
            Files.createDirectories(directory);
            Files.move(header, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
            return directory;
        } catch (IOException e) {
            throw TemporaryDirectory.notWritable(cache.own(), e);
        }
    }

    private String kernelsDirectory() {
        return DIRECTORY + "/" + kernel.id();
    }

    /** Tells whether one of some files is such a header. */
    boolean isAmong(List<Path> files) {
        return cache.places(DIRECTORY)
                .anyMatch(directory -> files.stream().anyMatch(file -> file.startsWith(directory)));
    }
}
