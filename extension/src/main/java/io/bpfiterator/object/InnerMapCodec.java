package io.bpfiterator.object;

import io.bpfiterator.btf.Codec;
import java.nio.ByteBuffer;

/**
 * A map within a map: the kernel takes its descriptor and gives its id.
 *
 * @param readOnly whether the maps that it gives are opened so
 */
record InnerMapCodec(boolean readOnly) implements Codec<BpfMap<byte[], byte[]>> {

    @Override
    public int size() {
        return Integer.BYTES;
    }

    @Override
    public void encode(BpfMap<byte[], byte[]> value, ByteBuffer target) {
        target.putInt(value.fd().number());
    }

    @Override
    public BpfMap<byte[], byte[]> decode(ByteBuffer source) {
        return MapReference.inner(source.getInt(), readOnly);
    }
}
