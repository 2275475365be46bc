// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes small packages of kernels. */
final class FakePackage {

    private final Map<String, byte[]> data = new LinkedHashMap<>();
    private final StringBuilder control = new StringBuilder();

    FakePackage(String name, String version, String architecture) {
        control.append("Package: %s\nVersion: %s\nArchitecture: %s\nDescription: a kernel\n and more: of it\n"
                .formatted(name, version, architecture));
    }

    FakePackage dependsOn(String packages) {
        control.append("Depends: ").append(packages).append('\n');
        return this;
    }

    /** Adds an image of 4 MB, large enough for its download to report progress, which names the release. */
    FakePackage withImage(String release) {
        ByteBuffer image = ByteBuffer.allocate(4_000_000).order(ByteOrder.LITTLE_ENDIAN);
        image.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
        image.putShort(0x20e, (short) 0x800);
        image.put(0xa00, (release + " (builder@host) #1 SMP\0").getBytes(StandardCharsets.US_ASCII));
        return with("boot/vmlinuz-" + release, image.array());
    }

    FakePackage with(String file, byte[] content) {
        data.put("./" + file, content);
        return this;
    }

    void writeTo(Path file) throws IOException {
        Files.write(file, bytes());
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream deb = new ByteArrayOutputStream();
        try (ArArchiveOutputStream ar = new ArArchiveOutputStream(deb)) {
            add(ar, "control.tar", tar(Map.of("./control", control.toString().getBytes(StandardCharsets.UTF_8))));
            add(ar, "data.tar", tar(data));
        }
        return deb.toByteArray();
    }

    private static void add(ArArchiveOutputStream ar, String name, byte[] content) throws IOException {
        ar.putArchiveEntry(new ArArchiveEntry(name, content.length));
        ar.write(content);
        ar.closeArchiveEntry();
    }

    private static byte[] tar(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
