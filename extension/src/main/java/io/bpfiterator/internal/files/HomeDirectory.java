// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.files;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The user's home directory. */
public final class HomeDirectory {

    private HomeDirectory() {}

    /**
     * Returns the directory that the environment variable {@code HOME} names, as for other programs; or else that in
     * passwd, which is "?" in Java for a user without an entry there, as in many containers. Empty if neither is an
     * absolute path.
     */
    public static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("HOME", ""), System.getProperty("user.home", ""))
                .filter(home -> home.startsWith("/"))
                .map(Path::of)
                .findFirst();
    }
}
