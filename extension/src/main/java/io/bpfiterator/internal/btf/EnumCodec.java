// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.internal.failure.Failure;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Converts between a C enumeration and a Java enum whose constants have the enumerators' names. */
record EnumCodec<E extends Enum<E>>(IntegerField field, String enumerators, long[] values, Map<Long, E> constants)
        implements Codec<E> {

    private static final int ENUMERATORS_SHOWN = 40;

    /**
     * Finds the enumerator of each constant by its name. An enumerator without a constant is an error only when its
     * value is read.
     */
    static <E extends Enum<E>> EnumCodec<E> of(Class<E> type, CType.Enum enumeration, IntegerField field) {
        if (enumeration.enumerators().isEmpty()) {
            throw Failure.invalid("Cannot read " + enumeration.name() + " as " + type.getSimpleName())
                    .because("the BTF has no values for its enumerators, which have " + enumeration.size() + " bytes")
                    .remedy("Compile the program with clang 15 or newer, or use long instead of the enum")
                    .exception();
        }
        String described = describe(enumeration);
        Map<String, Long> byName = enumeration.enumerators().stream()
                .collect(Collectors.toMap(BtfType.Enumerator::name, BtfType.Enumerator::value, (first, next) -> first));
        long[] values = new long[type.getEnumConstants().length];
        Map<Long, E> constants = new HashMap<>();
        for (E constant : type.getEnumConstants()) {
            Long value = byName.get(constant.name());
            if (value == null) {
                throw Failure.invalid(
                                type.getSimpleName() + "." + constant.name() + " is not an enumerator of " + described)
                        .remedy("Rename the constant, or remove it")
                        .exception();
            }
            values[constant.ordinal()] = value;
            constants.putIfAbsent(value, constant);
        }
        return new EnumCodec<>(field, described, values, constants);
    }

    private static String describe(CType.Enum enumeration) {
        List<BtfType.Enumerator> all = enumeration.enumerators();
        String shown = all.stream()
                .limit(ENUMERATORS_SHOWN)
                .map(enumerator -> enumerator.name() + " = " + enumerator.value())
                .collect(Collectors.joining(", "));
        return enumeration.name() + " { " + shown + (all.size() > ENUMERATORS_SHOWN ? ", …" : "") + " }";
    }

    @Override
    public int size() {
        return field.size();
    }

    @Override
    public void encode(E constant, ByteBuffer target) {
        long value = values[constant.ordinal()];
        if (!field.holds(value)) {
            throw field.outOfRange(constant + " = " + value);
        }
        field.write(value, target);
    }

    @Override
    public E decode(ByteBuffer source) {
        long value = field.read(source);
        E constant = constants.get(value);
        if (constant == null) {
            throw Failure.invalid("None of the constants "
                            + constants.values().stream()
                                    .map(Enum::name)
                                    .sorted()
                                    .collect(Collectors.joining(", "))
                            + " has the value " + value + " of " + enumerators)
                    .remedy("Add a constant to the Java enum, or use a number instead of the enum")
                    .exception();
        }
        return constant;
    }
}
