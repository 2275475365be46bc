package io.bpfiterator.internal.map;

import com.sun.jna.Memory;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Converts the keys or the values of a map to native memory and back.
 *
 * @param map the map, for messages
 */
record ElementCodec<T>(MapHandle map, Codec<T> codec) {

    /** Returns the size of one key or value in bytes. */
    int size() {
        return codec.size();
    }

    /**
     * Returns memory for one key or value. JNA cannot allocate 0 bytes, which is the size of the keys or values of some
     * types.
     */
    Memory memory() {
        return new Memory(Math.max(1, codec.size()));
    }

    /** Returns memory for several keys or values. */
    Memory array(int count) {
        return new Memory((long) count * codec.size());
    }

    /** Returns memory with one encoded key or value. */
    Memory encoded(T value) {
        Memory memory = memory();
        encode(value, memory, 0);
        return memory;
    }

    /**
     * Encodes a key or value at its position in an array.
     *
     * @throws BpfException if the codec refuses it
     */
    void encode(T value, Memory array, int position) {
        Objects.requireNonNull(value, "Cannot use null as a key or value of a map.");
        try {
            codec.encode(value, place(array, position));
        } catch (BpfException e) {
            throw Failure.invalid("In " + map).because(e).exception();
        }
    }

    /** Decodes a key or value at its position in an array. */
    T decoded(Memory array, int position) {
        return codec.decode(place(array, position));
    }

    private ByteBuffer place(Memory array, int position) {
        return array.getByteBuffer((long) position * codec.size(), codec.size()).order(ByteOrder.nativeOrder());
    }
}
