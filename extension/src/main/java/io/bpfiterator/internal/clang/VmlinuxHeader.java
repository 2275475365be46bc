// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.cache.UnfinishedFiles;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Generates {@code vmlinux.h}, the header with all types of a kernel, whose members CO-RE can relocate. The contents
 * are those that {@code bpftool btf dump file /sys/kernel/btf/vmlinux format c} prints, but bpftool is not required,
 * and packed unions have their size.
 *
 * <p>The cache has a directory for each kernel.
 */
final class VmlinuxHeader {

    static final String NAME = "vmlinux.h";

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

    /** Returns whether clang failed because the header is missing. */
    static boolean isMissing(String clangOutput) {
        return clangOutput.contains("error: '" + NAME + "' file not found");
    }

    /** Returns the header's directory if the header has been generated before. */
    Optional<Path> existingDirectory() {
        Optional<Path> found = cache.candidates(kernelDirectory())
                .filter(directory -> Files.exists(directory.resolve(NAME)))
                .findFirst();
        found.ifPresent(cache::markUsed);
        return found;
    }

    /**
     * Generates the header if necessary, and returns its directory.
     *
     * @param source the source that includes the header, for the message of an error
     */
    Path directory(Path source) {
        return directory("Cannot generate " + NAME + ", which " + source.getFileName() + " includes");
    }

    /** Generates the header if necessary, and returns it. */
    Path file() {
        return directory("Cannot generate " + NAME).resolve(NAME);
    }

    private Path directory(String what) {
        if (!kernel.hasBtf()) {
            throw Failure.failed(what)
                    .because("the running kernel shows no BTF at " + Btf.KERNEL)
                    .remedy("Put a " + NAME + " next to the source, or use a kernel built with CONFIG_DEBUG_INFO_BTF=y")
                    .exception();
        }
        synchronized (VmlinuxHeader.class) {
            return existingDirectory().orElseGet(this::generate);
        }
    }

    private Path generate() {
        Path directory = cache.own().resolve(kernelDirectory());
        try (UnfinishedFiles files = UnfinishedFiles.in(cache.own())) {
            Path header = Files.writeString(files.path(NAME), BEGIN);
            kernel.appendTo(header);
            PackedUnions.mark(kernel.read(), header);
            Files.writeString(header, END, StandardOpenOption.APPEND);
            cache.makeRoom(CacheArea.HEADERS);
            files.publish(header, directory.resolve(NAME));
            return directory;
        } catch (IOException e) {
            throw cache.unusable(e);
        }
    }

    private String kernelDirectory() {
        return CacheArea.HEADERS.file(kernel.id());
    }

    /** Returns whether one of the files is a generated header. */
    boolean isAmong(List<Path> files) {
        return cache.candidates(CacheArea.HEADERS.toString())
                .anyMatch(directory -> files.stream().anyMatch(file -> file.startsWith(directory)));
    }
}
