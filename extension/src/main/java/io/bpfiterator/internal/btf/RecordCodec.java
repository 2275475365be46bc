// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Converts between a C struct or union and a Java record whose components have the names of members. Members without a
 * component are ignored when read and set to zero when written.
 */
public final class RecordCodec<R> implements Codec<R> {

    private final RecordType<R> type;
    private final CType.Struct struct;
    private final List<Part> parts;
    private final boolean overlapping;

    /** The member of a component, and the codec that converts it. */
    private record Part(CType.Member member, Codec<Object> codec) {}

    private RecordCodec(RecordType<R> type, CType.Struct struct, List<Part> parts) {
        this.type = type;
        this.struct = struct;
        this.parts = parts;
        this.overlapping = overlap(parts);
    }

    /**
     * Finds the member of each component.
     *
     * @throws BpfException if a component has no member of its name, or cannot hold the member
     */
    public static <R> RecordCodec<R> of(Class<R> recordClass, CType.Struct struct) {
        RecordType<R> type = RecordType.of(recordClass);
        List<CType.Member> members = struct.named();
        List<Part> parts = IntStream.range(0, type.components().size())
                .mapToObj(position -> part(type, position, struct, members))
                .toList();
        return new RecordCodec<>(type, struct, parts);
    }

    private static Part part(RecordType<?> type, int position, CType.Struct struct, List<CType.Member> members) {
        RecordComponent component = type.components().get(position);
        CType.Member member = find(component.getName(), members)
                .or(() -> find(RecordType.snakeCase(component.getName()), members))
                .orElseThrow(() -> Failure.invalid(
                                type.path(position) + " has no member of its name in " + struct.definition())
                        .remedy("Rename the component, or remove it")
                        .exception());
        try {
            return new Part(member, Codecs.member(component.getGenericType(), member));
        } catch (BpfException e) {
            throw Failure.of(e.reason(), type.path(position))
                    .because(e)
                    .remedy("The struct is " + struct.definition())
                    .exception();
        }
    }

    private static Optional<CType.Member> find(String name, List<CType.Member> members) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    private static boolean overlap(List<Part> parts) {
        return parts.stream().anyMatch(one -> parts.stream()
                .anyMatch(other -> one != other
                        && one.member().offset() < other.member().end()
                        && other.member().offset() < one.member().end()));
    }

    @Override
    public int size() {
        return struct.size();
    }

    @Override
    public void encode(R value, ByteBuffer target) {
        int start = target.position();
        target.put(new byte[size()]);
        for (int i = 0; i < parts.size(); i++) {
            encode(value, i, start, target);
        }
        if (overlapping) {
            checkAgreement(value, start, target);
        }
        target.position(start + size());
    }

    private void encode(R value, int position, int start, ByteBuffer target) {
        Part part = parts.get(position);
        target.position(start + part.member().offset());
        Object component = type.value(value, position);
        try {
            part.codec().encode(component, target);
        } catch (BpfException e) {
            throw failure(position, e);
        }
    }

    /** Refuses different values for members that share bytes: writing one of them again would change the others. */
    private void checkAgreement(R value, int start, ByteBuffer target) {
        byte[] written = copy(start, target);
        for (int i = 0; i < parts.size(); i++) {
            encode(value, i, start, target);
            if (!Arrays.equals(written, copy(start, target))) {
                throw Failure.invalid(type.path(i) + " shares its bytes in " + struct.definition()
                                + " with another component of a different value")
                        .remedy("Use a record that has only one of these components")
                        .exception();
            }
        }
    }

    private byte[] copy(int start, ByteBuffer source) {
        byte[] bytes = new byte[size()];
        source.position(start);
        source.get(bytes);
        return bytes;
    }

    @Override
    public R decode(ByteBuffer source) {
        int start = source.position();
        Object[] values = new Object[parts.size()];
        for (int i = 0; i < values.length; i++) {
            Part part = parts.get(i);
            source.position(start + part.member().offset());
            try {
                values[i] = part.codec().decode(source);
            } catch (BpfException e) {
                throw failure(i, e);
            }
        }
        source.position(start + size());
        return type.create(values);
    }

    private BpfException failure(int position, BpfException cause) {
        return Codecs.inContext(type.path(position), cause);
    }

    @Override
    public String toString() {
        return struct.definition() + " as " + type;
    }
}
