// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import com.sun.jna.Memory;
import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Converts the keys or the values of a map to native memory and back. */
final class ElementCodec<T> {

    private final MapHandle map;
    private final Codec<T> codec;

    /** A cell that no call uses at the moment. JNA registers each new memory, which takes longer than the call. */
    private final AtomicReference<@Nullable Cells> unused = new AtomicReference<>();

    /** @param map the map, for messages */
    ElementCodec(MapHandle map, Codec<T> codec) {
        this.map = map;
        this.codec = codec;
    }

    /** Returns the size of one key or value in bytes. */
    int size() {
        return codec.size();
    }

    /** Returns memory for one key or value. */
    Cells cell() {
        Cells cell = unused.getAndSet(null);
        return cell == null ? new Cells(1) : cell;
    }

    /**
     * Returns memory with one encoded key or value.
     *
     * @throws BpfException if the codec refuses it
     */
    Cells encoded(T value) {
        Cells cell = cell();
        cell.encode(value, 0);
        return cell;
    }

    /** Returns memory for several keys or values. */
    Cells cells(int count) {
        return new Cells(count);
    }

    /** Native memory for keys or values. */
    final class Cells implements AutoCloseable {

        private final int count;
        private final Memory memory;
        private final ByteBuffer bytes;

        private Cells(int count) {
            this.count = count;
            int size = Math.multiplyExact(count, codec.size());
            memory = new Memory(Math.max(1, size)); // JNA cannot allocate 0 bytes, the size of the keys of some types
            bytes = memory.getByteBuffer(0, size);
        }

        int count() {
            return count;
        }

        Memory memory() {
            return memory;
        }

        /**
         * Encodes a key or value at a position.
         *
         * @throws BpfException if the codec refuses it
         */
        void encode(T value, int position) {
            Objects.requireNonNull(value, "Cannot use null as a key or value of a map.");
            try {
                codec.encode(value, place(position));
            } catch (BpfException e) {
                throw Failure.invalid("In " + map).because(e).exception();
            }
        }

        /** Decodes a key or value at a position. */
        T decoded(int position) {
            return codec.decode(place(position));
        }

        private ByteBuffer place(int position) {
            return bytes.slice(position * codec.size(), codec.size()).order(ByteOrder.nativeOrder());
        }

        /** Keeps a single cell for the next call. */
        @Override
        public void close() {
            if (count == 1) {
                unused.set(this);
            }
        }
    }
}
