// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.SingleXZInputStream;

/** Decompresses streams, whose format it recognizes by the first bytes. */
public final class Compression {

    private static final int LONGEST_MAGIC = 6;

    private Compression() {}

    /**
     * Returns the decompressed content of an xz, zstd or gzip stream; returns the content of any other stream as it is.
     */
    public static InputStream decompressed(InputStream stream) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stream, 1 << 16);
        in.mark(LONGEST_MAGIC);
        byte[] head = in.readNBytes(LONGEST_MAGIC);
        in.reset();
        if (startsWith(head, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return new SingleXZInputStream(in);
        }
        if (startsWith(head, 0x28, 0xb5, 0x2f, 0xfd)) {
            return new ZstdInputStream(in);
        }
        if (startsWith(head, 0x1f, 0x8b)) {
            return new GZIPInputStream(in);
        }
        return in;
    }

    private static boolean startsWith(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
