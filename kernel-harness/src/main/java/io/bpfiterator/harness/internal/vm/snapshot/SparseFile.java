// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file whose blocks of zeros take no space. */
final class SparseFile {

    private static final int BLOCK = 4096;

    private SparseFile() {}

    /** Replaces a file by one without blocks of zeros. Java cannot punch holes into an existing file. */
    static void punchHoles(Path file) throws IOException {
        Path sparse = file.resolveSibling(file.getFileName() + ".sparse");
        Files.createFile(sparse, PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(file)));
        try (FileChannel in = FileChannel.open(file);
                FileChannel out = FileChannel.open(sparse, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
            ByteBuffer zeros = ByteBuffer.allocateDirect(BLOCK);
            for (long position = 0; in.read(block.clear(), position) > 0; position += block.limit()) {
                block.flip();
                if (!block.equals(zeros.limit(block.limit()))) {
                    write(block, out, position);
                }
            }
            if (out.size() < in.size()) {
                out.write(ByteBuffer.allocate(1), in.size() - 1);
            }
        }
        Files.move(sparse, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(ByteBuffer block, FileChannel out, long position) throws IOException {
        ByteBuffer rest = block.duplicate();
        while (rest.hasRemaining()) {
            out.write(rest, position + rest.position());
        }
    }
}
