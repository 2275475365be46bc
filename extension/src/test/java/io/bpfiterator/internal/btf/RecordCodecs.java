// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.support.ObjectBtf;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Codecs for the C types of records.bpf.c, as clang describes them in BTF. */
final class RecordCodecs {

    private RecordCodecs() {}

    static final Btf BTF = ObjectBtf.read("/records.bpf.o");

    static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    static <T> Codec<T> member(Class<T> type, String struct, String member) {
        return Codecs.of(type, BTF, memberType(struct, member), "The values");
    }

    static <T> Codec<T> number(Class<T> type, String member) {
        return member(type, "numbers", member);
    }

    static <T> Codec<T> struct(Class<T> type, String name) {
        return Codecs.of(type, BTF, BTF.structId(name).orElseThrow(), "The values");
    }

    static int memberType(String struct, String member) {
        BtfType.Struct type = BTF.find(BtfType.Struct.class, struct).orElseThrow();
        return type.members().stream()
                .filter(candidate -> candidate.name().equals(member))
                .findFirst()
                .orElseThrow()
                .type();
    }

    static ByteBuffer bytes(int size, Consumer<ByteBuffer> fill) {
        ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
        fill.accept(buffer);
        return buffer;
    }

    static byte[] ofInt(int value) {
        return bytes(4, buffer -> buffer.putInt(value)).array();
    }

    static byte[] ofLong(long value) {
        return bytes(8, buffer -> buffer.putLong(value)).array();
    }

    static void fails(ThrowingCallable call, String message) {
        assertThatExceptionOfType(BpfException.class).isThrownBy(call).withMessage(message);
    }

    static <T> T round(Codec<T> codec, T value) {
        return codec.decode(codec.encode(value));
    }
}
