// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.bpffs;

import java.nio.file.Files;

/**
 * A bpffs, or a directory in one, that only this JVM uses. Closing it unpins everything that is left in it.
 *
 * <p>Requires {@code CAP_SYS_ADMIN}, or a bpffs that is mounted at {@code /sys/fs/bpf}.
 */
public interface Bpffs extends AutoCloseable {

    /** Returns the path of the bpffs, or of the directory in it. */
    PinPath directory();

    /**
     * Returns an unused path to pin at, whose name is derived from a text. Characters that bpffs does not allow are
     * replaced, a long text is cut, and a number is appended if the name is already in use.
     */
    default PinPath path(String text) {
        if (!isUsed(text, 1)) {
            return path(text, 1);
        }
        // Tries few numbers, however many are in use.
        int used = 1;
        int unused = 2;
        while (isUsed(text, unused)) {
            used = unused;
            unused *= 2;
        }
        while (unused - used > 1) {
            int between = used + (unused - used) / 2;
            if (isUsed(text, between)) {
                used = between;
            } else {
                unused = between;
            }
        }
        return path(text, unused);
    }

    private PinPath path(String text, int number) {
        return directory().resolve(PinPath.legalName(text, number == 1 ? "" : "-" + number));
    }

    private boolean isUsed(String text, int number) {
        return Files.exists(path(text, number).path());
    }

    @Override
    void close();
}
