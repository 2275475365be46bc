package io.bpfiterator.internal.map;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.map.BpfMap;
import java.nio.ByteBuffer;

/**
 * Encodes and decodes the inner maps of a map of maps: the kernel reads a descriptor and returns an id.
 *
 * @param readOnly whether inner maps are opened read-only
 */
record InnerMapCodec(boolean readOnly) implements Codec<BpfMap<byte[], byte[]>> {

    @Override
    public int size() {
        return Integer.BYTES;
    }

    @Override
    public void encode(BpfMap<byte[], byte[]> value, ByteBuffer target) {
        target.putInt(KernelMap.of(value).fd().number());
    }

    @Override
    public BpfMap<byte[], byte[]> decode(ByteBuffer source) {
        return MapReference.inner(source.getInt(), readOnly);
    }
}
