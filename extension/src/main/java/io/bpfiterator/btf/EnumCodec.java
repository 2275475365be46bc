package io.bpfiterator.btf;

import io.bpfiterator.failure.BpfException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A C enumeration as a Java enum whose constants have the enumerators' names. */
record EnumCodec<E extends Enum<E>>(IntegerField field, String enumerators, Map<E, Long> values, Map<Long, E> constants)
        implements Codec<E> {

    private static final int ENUMERATORS_SHOWN = 40;

    /** Takes each constant's value from the enumerator of its name; an enumerator may lack a constant until it is met. */
    static <E extends Enum<E>> EnumCodec<E> of(Class<E> type, CType.Enum enumeration, IntegerField field) {
        String described = describe(enumeration);
        Map<String, Long> byName = enumeration.enumerators().stream()
                .collect(Collectors.toMap(BtfType.Enumerator::name, BtfType.Enumerator::value, (first, next) -> first));
        Map<E, Long> values = new EnumMap<>(type);
        Map<Long, E> constants = new HashMap<>();
        for (E constant : type.getEnumConstants()) {
            Long value = byName.get(constant.name());
            if (value == null) {
                throw new BpfException(
                        type.getSimpleName() + "." + constant.name() + " is no enumerator of " + described);
            }
            values.put(constant, value);
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
        long value = values.get(constant);
        if (!field.holds(value)) {
            throw new BpfException(constant + " = " + value + " does not fit " + field.name() + " (" + field.minimum()
                    + " to " + field.maximum() + ")");
        }
        field.write(value, target);
    }

    @Override
    public E decode(ByteBuffer source) {
        long value = field.read(source);
        E constant = constants.get(value);
        if (constant == null) {
            throw new BpfException(value + " is the value of no Java constant ("
                    + constants.values().stream().map(Enum::name).sorted().collect(Collectors.joining(", "))
                    + "); add one to the Java enum, or read it as a number: " + enumerators);
        }
        return constant;
    }
}
