package io.bpfiterator.clang;

import io.bpfiterator.failure.BpfException;
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
 * Says which clang compiles, and how. Immutable: what adds to it returns another.
 *
 * @param clang a command in {@code PATH}, or a path
 * @param flags given to clang after the usual ones, so that they win
 * @param includeDirectories searched after the source's own directory
 * @param defines macros by name
 * @param cache directory of what has been compiled; made when it is needed
 * @param sharedCache another one, which is searched first and never written
 */
public record CompilerOptions(
        String clang,
        List<String> flags,
        List<Path> includeDirectories,
        Map<String, String> defines,
        Path cache,
        Optional<Path> sharedCache) {

    public CompilerOptions {
        flags = List.copyOf(flags);
        includeDirectories = List.copyOf(includeDirectories);
        defines = Collections.unmodifiableSortedMap(new TreeMap<>(defines));
    }

    /**
     * Reads the system properties {@code bpfiterator.clang} (or else {@code clang}), {@code bpfiterator.clang.flags},
     * separated by blanks, {@code bpfiterator.cache} (or else {@code bpf-iterator} in {@code XDG_CACHE_HOME}, which
     * is {@code ~/.cache} where it isn't set), and {@code bpfiterator.cache.shared}.
     */
    public static CompilerOptions fromSystemProperties() {
        Settings settings = Settings.SYSTEM_PROPERTIES;
        return new CompilerOptions(
                settings.value(ExtensionSettings.CLANG),
                settings.given(ExtensionSettings.CLANG_FLAGS).orElse(List.of()),
                List.of(),
                Map.of(),
                settings.given(ExtensionSettings.CACHE)
                        .map(Path::toAbsolutePath)
                        .orElseGet(CompilerOptions::usualCache),
                settings.given(ExtensionSettings.SHARED_CACHE).map(Path::toAbsolutePath));
    }

    /** Relative paths in {@code XDG_CACHE_HOME} are invalid, says the XDG Base Directory Specification. */
    private static Path usualCache() {
        String xdg = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        Path base = xdg.startsWith("/") ? Path.of(xdg) : Path.of(home(), ".cache");
        return base.resolve("bpf-iterator").toAbsolutePath();
    }

    /** Of a user that the system has no entry for, as in many containers, Java says that the home directory is "?". */
    private static String home() {
        return Stream.of(System.getProperty("user.home"), System.getenv().getOrDefault("HOME", ""))
                .filter(home -> home.startsWith("/"))
                .findFirst()
                .orElseThrow(() -> new BpfException("There is no directory for the cache: this user has no home"
                        + " directory. Name one with -D" + ExtensionSettings.CACHE + "=/its/directory"));
    }

    /** Names another clang. */
    public CompilerOptions withClang(String other) {
        return new CompilerOptions(other, flags, includeDirectories, defines, cache, sharedCache);
    }

    /** Adds flags. */
    public CompilerOptions withFlags(String... more) {
        return new CompilerOptions(
                clang, joined(flags, List.of(more)), includeDirectories, defines, cache, sharedCache);
    }

    /** Adds a directory to search for headers, after those that are there. */
    public CompilerOptions withIncludeDirectory(Path directory) {
        return new CompilerOptions(
                clang,
                flags,
                joined(includeDirectories, List.of(directory.toAbsolutePath())),
                defines,
                cache,
                sharedCache);
    }

    /** Defines a macro, as {@code -DNAME=VALUE} does. */
    public CompilerOptions withDefine(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(defines);
        more.put(name, value);
        return new CompilerOptions(clang, flags, includeDirectories, more, cache, sharedCache);
    }

    /** Names another directory for what has been compiled, and no shared one. */
    public CompilerOptions withCache(Path directory) {
        return new CompilerOptions(
                clang, flags, includeDirectories, defines, directory.toAbsolutePath(), Optional.empty());
    }

    /** Names a directory that is searched before the cache, and never written. */
    public CompilerOptions withSharedCache(Path directory) {
        return new CompilerOptions(
                clang, flags, includeDirectories, defines, cache, Optional.of(directory.toAbsolutePath()));
    }

    /** Returns the directories in the cache that a compiler reads and writes; others keep other things beside them. */
    public List<Path> cacheDirectories() {
        return Stream.of(ObjectCache.DIRECTORY, VmlinuxHeader.DIRECTORY, SourceFile.DIRECTORY)
                .map(cache::resolve)
                .toList();
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
