// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A Debian package in a file, whose name may be any.
 *
 * @param architecture Debian's name
 */
record PackageFile(Path path, DebianPackage contents, String architecture, FileTime modified) {

    /** @throws EnvironmentException if the file is not a package */
    static PackageFile of(Path path) {
        try {
            Map<String, String> fields = control(path);
            fields.put("Size", Long.toString(Files.size(path)));
            return new PackageFile(
                    path,
                    DebianPackage.of(fields),
                    fields.getOrDefault("Architecture", ""),
                    Files.getLastModifiedTime(path));
        } catch (IOException e) {
            throw Failure.failed("Cannot read the package " + path)
                    .because(e)
                    .remedy("Copy it again, or remove it")
                    .exception(EnvironmentException::new);
        }
    }

    private static Map<String, String> control(Path path) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        DebianPackage.readMember(path, "control.tar", stream -> {
            TarArchiveInputStream tar = new TarArchiveInputStream(stream);
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().replaceFirst("^\\./", "").equals("control")) {
                    fields.putAll(DebianPackage.fields(new String(tar.readAllBytes(), StandardCharsets.UTF_8)));
                }
            }
        });
        return fields;
    }

    boolean isForThisMachine() {
        return architecture.equals(Architecture.ofThisMachine().debianName());
    }
}
