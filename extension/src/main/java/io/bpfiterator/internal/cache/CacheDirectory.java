// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.cache;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.HomeDirectory;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;

/** Locates the directory in which this user's cached files are. */
public final class CacheDirectory {

    private CacheDirectory() {}

    /**
     * Returns the absolute path of the cache directory, which need not exist. It is the value of the system property
     * {@code bpfiterator.cache}, or else {@code bpf-iterator} in {@code XDG_CACHE_HOME}, or else in {@code ~/.cache}.
     *
     * @throws BpfException if the property is not set and the user has no home directory
     */
    public static Path path() {
        return Settings.SYSTEM_PROPERTIES
                .given(ExtensionSettings.CACHE)
                .map(Path::toAbsolutePath)
                .orElseGet(CacheDirectory::defaultPath);
    }

    /**
     * Returns the absolute path of a file or directory in the cache directory.
     *
     * @throws BpfException if {@link #path} throws it
     */
    public static Path resolve(String name) {
        return path().resolve(name);
    }

    /**
     * Returns the absolute path of the shared cache directory, which is searched first and never written. It is the
     * value of the system property {@code bpfiterator.cache.shared}; empty if the property is not set.
     */
    public static Optional<Path> shared() {
        return Settings.SYSTEM_PROPERTIES.given(ExtensionSettings.SHARED_CACHE).map(Path::toAbsolutePath);
    }

    /** Ignores a relative {@code XDG_CACHE_HOME}, as the XDG Base Directory Specification requires. */
    private static Path defaultPath() {
        String xdg = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        Path base = xdg.startsWith("/") ? Path.of(xdg) : home().resolve(".cache");
        return base.resolve("bpf-iterator").toAbsolutePath();
    }

    private static Path home() {
        return HomeDirectory.find().orElseThrow(() -> Failure.notFound("Cannot choose a directory for the cache")
                .because("this user has no home directory")
                .remedy("Name one with -D" + ExtensionSettings.CACHE + "=/its/directory")
                .exception());
    }
}
