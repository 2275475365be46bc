// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.map.BpfMap;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Encodes and decodes the inner maps of a map of maps: the kernel reads a descriptor and returns an id.
 *
 * @param descriptor returns the descriptor of an inner map
 * @param open opens the inner map with an id
 */
record InnerMapCodec(
        ToIntFunction<BpfMap<byte[], byte[]>> descriptor, IntFunction<? extends BpfMap<byte[], byte[]>> open)
        implements Codec<BpfMap<byte[], byte[]>> {

    @Override
    public int size() {
        return Integer.BYTES;
    }

    @Override
    public void encode(BpfMap<byte[], byte[]> value, ByteBuffer target) {
        target.putInt(descriptor.applyAsInt(value));
    }

    @Override
    public BpfMap<byte[], byte[]> decode(ByteBuffer source) {
        return open.apply(source.getInt());
    }
}
