package io.bpfiterator.harness.kernel;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.SingleXZInputStream;

/** Decompresses by what the first bytes say, whatever the file is called. */
public final class Compression {

    private static final int LONGEST_MAGIC = 6;

    private Compression() {}

    /** Returns what is in a stream of xz, zstd or gzip; a stream that begins otherwise is returned as it is. */
    public static InputStream decompressed(InputStream stream) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stream, 1 << 16);
        in.mark(LONGEST_MAGIC);
        byte[] head = in.readNBytes(LONGEST_MAGIC);
        in.reset();
        if (begins(head, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return new SingleXZInputStream(in);
        }
        if (begins(head, 0x28, 0xb5, 0x2f, 0xfd)) {
            return new ZstdInputStream(in);
        }
        if (begins(head, 0x1f, 0x8b)) {
            return new GZIPInputStream(in);
        }
        return in;
    }

    private static boolean begins(byte[] head, int... magic) {
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
