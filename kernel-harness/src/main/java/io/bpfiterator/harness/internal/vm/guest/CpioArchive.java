// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.guest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/** Writes an initramfs: a cpio archive in the newc format, whose files belong to root. */
public final class CpioArchive implements AutoCloseable {

    private static final int EXECUTABLE = 0755;

    private final OutputStream file;
    private final CpioArchiveOutputStream cpio;
    private long inode = 1;

    public CpioArchive(Path path) throws IOException {
        file = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
        cpio = new CpioArchiveOutputStream(file, CpioConstants.FORMAT_NEW);
    }

    /** Adds a directory, whose parent must have been added before. */
    public void directory(String name) throws IOException {
        put(entry(name, CpioConstants.C_ISDIR, 0), new byte[0]);
    }

    /** Adds an executable file. */
    public void file(String name, byte[] content) throws IOException {
        put(entry(name, CpioConstants.C_ISREG, content.length), content);
    }

    /** Adds an executable file with the time of its last modification, in seconds since 1970. */
    public void file(String name, byte[] content, long time) throws IOException {
        CpioArchiveEntry entry = entry(name, CpioConstants.C_ISREG, content.length);
        entry.setTime(time);
        put(entry, content);
    }

    /** Adds a symbolic link. */
    public void link(String name, String target) throws IOException {
        byte[] content = target.getBytes(StandardCharsets.UTF_8);
        put(entry(name, CpioConstants.C_ISLNK, content.length), content);
    }

    /** Adds a character device. */
    public void device(String name, int major, int minor) throws IOException {
        CpioArchiveEntry entry = entry(name, CpioConstants.C_ISCHR, 0);
        entry.setRemoteDeviceMaj(major);
        entry.setRemoteDeviceMin(minor);
        put(entry, new byte[0]);
    }

    private CpioArchiveEntry entry(String name, int type, long size) {
        CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name, size);
        entry.setMode(type | EXECUTABLE);
        entry.setInode(inode++);
        entry.setNumberOfLinks(1);
        return entry;
    }

    private void put(CpioArchiveEntry entry, byte[] content) throws IOException {
        cpio.putArchiveEntry(entry);
        cpio.write(content);
        cpio.closeArchiveEntry();
    }

    @Override
    public void close() throws IOException {
        try (file) {
            cpio.close();
        }
    }
}
