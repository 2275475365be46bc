// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.files;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Finds the source of the copy that a build tool has made of a resource, and that clang has compiled. */
public final class SourcePath {

    private static final String RESOURCES = "/src/test/resources/";

    /** The directories of such copies, with those of their sources. */
    private static final Map<String, String> COPIES =
            Map.of("/target/test-classes/", RESOURCES, "/build/resources/test/", RESOURCES);

    private SourcePath() {}

    /** Returns the path of the source; the path itself if it is not that of a copy. */
    public static String of(String compiled) {
        for (Map.Entry<String, String> copy : COPIES.entrySet()) {
            String source = compiled.replace(copy.getKey(), copy.getValue());
            if (!source.equals(compiled) && isFile(source)) {
                return source;
            }
        }
        return compiled;
    }

    private static boolean isFile(String path) {
        try {
            return Files.isRegularFile(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
