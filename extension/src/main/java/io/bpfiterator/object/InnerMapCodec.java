package io.bpfiterator.object;

import io.bpfiterator.btf.Codec;
import java.nio.ByteBuffer;

/** A map within a map: the kernel takes its descriptor and gives its id. */
final class InnerMapCodec implements Codec<BpfMap<byte[], byte[]>> {

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
        return MapReference.id(source.getInt()).open();
    }
}
