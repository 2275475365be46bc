// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.cache.CacheDirectory;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Names the clang that compiles BPF programs, and its options. Immutable: each {@code with} method returns a changed
 * copy.
 *
 * @param clang a command in {@code PATH}, or a path
 * @param flags flags for clang after the default ones, which they override
 * @param includeDirectories directories to search for headers after the source's own directory
 * @param defines macros by name
 * @param vmlinux a file {@code vmlinux.h}; empty to generate it from the types of the kernel
 * @param cache the directory for compiled objects; created on first use
 * @param sharedCache a second cache directory, which is searched first and never written
 */
public record CompilerOptions(
        String clang,
        List<String> flags,
        List<Path> includeDirectories,
        Map<String, String> defines,
        Optional<Path> vmlinux,
        Path cache,
        Optional<Path> sharedCache) {

    public CompilerOptions {
        flags = List.copyOf(flags);
        includeDirectories = List.copyOf(includeDirectories);
        defines = Collections.unmodifiableSortedMap(new TreeMap<>(defines));
    }

    /**
     * Returns the options from the system properties {@code bpfiterator.clang} (default {@code clang}), {@code
     * bpfiterator.clang.flags} (separated by blanks), {@code bpfiterator.vmlinux}, {@code bpfiterator.cache} (default
     * {@code bpf-iterator} in {@code XDG_CACHE_HOME}, or else in {@code ~/.cache}) and {@code
     * bpfiterator.cache.shared}.
     *
     * @throws BpfException if no cache directory is given and the user has no home directory
     */
    public static CompilerOptions fromSystemProperties() {
        Settings settings = Settings.SYSTEM_PROPERTIES;
        return new CompilerOptions(
                settings.value(ExtensionSettings.CLANG),
                settings.given(ExtensionSettings.CLANG_FLAGS).orElse(List.of()),
                List.of(),
                Map.of(),
                vmlinux(settings.value(ExtensionSettings.VMLINUX)),
                CacheDirectory.path(),
                CacheDirectory.shared());
    }

    /** Returns these options with another clang. */
    public CompilerOptions withClang(String other) {
        return new CompilerOptions(other, flags, includeDirectories, defines, vmlinux, cache, sharedCache);
    }

    /** Returns these options with more flags. */
    public CompilerOptions withFlags(String... more) {
        return new CompilerOptions(
                clang, joined(flags, List.of(more)), includeDirectories, defines, vmlinux, cache, sharedCache);
    }

    /** Returns these options with one more directory to search for headers, after the present ones. */
    public CompilerOptions withIncludeDirectory(Path directory) {
        return new CompilerOptions(
                clang,
                flags,
                joined(includeDirectories, List.of(directory.toAbsolutePath())),
                defines,
                vmlinux,
                cache,
                sharedCache);
    }

    /** Returns these options with a macro, as {@code -DNAME=VALUE} defines it. */
    public CompilerOptions withDefine(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(defines);
        more.put(name, value);
        return new CompilerOptions(clang, flags, includeDirectories, more, vmlinux, cache, sharedCache);
    }

    /** Returns these options with a file {@code vmlinux.h}, instead of the one that is generated. */
    public CompilerOptions withVmlinux(Path header) {
        return new CompilerOptions(
                clang,
                flags,
                includeDirectories,
                defines,
                Optional.of(header.toAbsolutePath().normalize()),
                cache,
                sharedCache);
    }

    private static Optional<Path> vmlinux(String setting) {
        boolean generated = setting.equals(ExtensionSettings.VMLINUX_OF_KERNEL)
                || setting.equals(ExtensionSettings.VMLINUX_OF_HOST);
        return generated
                ? Optional.empty()
                : Optional.of(Path.of(setting).toAbsolutePath().normalize());
    }

    /** Returns these options with another cache directory and without a shared cache. */
    public CompilerOptions withCache(Path directory) {
        return new CompilerOptions(
                clang, flags, includeDirectories, defines, vmlinux, directory.toAbsolutePath(), Optional.empty());
    }

    /** Returns these options with a shared cache, which is searched before the cache and never written. */
    public CompilerOptions withSharedCache(Path directory) {
        return new CompilerOptions(
                clang, flags, includeDirectories, defines, vmlinux, cache, Optional.of(directory.toAbsolutePath()));
    }

    /** Returns the subdirectories of the cache that a compiler reads and writes; the cache has others, too. */
    public List<Path> cacheDirectories() {
        return Stream.of(CacheArea.values()).map(area -> area.in(cache)).toList();
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
