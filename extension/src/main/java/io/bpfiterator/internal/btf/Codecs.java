// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.btf.Codec;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.Count;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the codec of a Java type for a C type. */
public final class Codecs {

    private Codecs() {}

    /**
     * Returns the codec of a Java type for values of a size in bytes.
     *
     * @param what the start of the message of an error, which names the values: {@code "The keys of map counters"}
     * @throws BpfException if the Java type cannot hold values of this size
     */
    public static <T> Codec<T> of(Class<T> type, int size, String what) {
        if (type == byte[].class) {
            return cast(new BytesCodec(size));
        }
        ScalarCodec<?> scalar = ScalarCodec.of(type);
        if (scalar == null) {
            throw Failure.invalid(what)
                    .because("Java's " + type.getSimpleName() + " cannot hold them")
                    .remedy("Use byte[], a boxed number, Boolean, a record of numbers or a Layout")
                    .exception();
        }
        if (scalar.size() != size) {
            throw Failure.invalid(what)
                    .because("they have " + Count.of(size, "byte") + ", but Java's " + type.getSimpleName() + " has "
                            + scalar.size())
                    .remedy("Use a Java type of that size, or byte[]")
                    .exception();
        }
        return cast(scalar);
    }

    /** Returns whether a type is a boxed number or boolean, for which the size of the C type suffices. */
    public static boolean isScalar(Class<?> type) {
        return ScalarCodec.of(type) != null;
    }

    /**
     * Returns the size of a boxed number or boolean in bytes.
     *
     * @param what the name of the values for the message of an error, {@code "the keys of map counters"}
     * @throws BpfException if the type is neither
     */
    public static int sizeOf(Class<?> type, String what) {
        ScalarCodec<?> scalar = ScalarCodec.of(type);
        if (scalar == null) {
            throw Failure.invalid("Cannot determine the size of " + what)
                    .because("Java's " + type.getSimpleName() + " has no fixed size")
                    .remedy("Use Byte, Short, Integer, Long, Boolean, Float or Double")
                    .exception();
        }
        return scalar.size();
    }

    /**
     * Returns the codec of a Java type for values of a C type, as {@link Codec} documents.
     *
     * @param type the Java class, boxed or primitive
     * @param typeId the id of the C type in {@code btf}
     * @param what the start of the message of an error, which names the values: {@code "The keys of map counters"}
     * @throws BpfException if the Java type cannot hold the C type; the message lists the types that can
     */
    public static <T> Codec<T> of(Class<T> type, Btf btf, int typeId, String what) {
        return cast(of((Type) type, btf, typeId, what));
    }

    /**
     * Returns the codec of a Java type that may have type arguments, such as {@code List<Integer>}.
     *
     * @see #of(Class, Btf, int, String)
     */
    public static Codec<?> of(Type type, Btf btf, int typeId, String what) {
        try {
            return of(type, CType.of(btf, typeId));
        } catch (BpfException e) {
            throw inContext(what, e);
        }
    }

    /**
     * Returns the codec of a Java type for a C type.
     *
     * @throws BpfException if there is no such codec; the message lists the Java types that can hold the C type
     */
    static Codec<Object> of(Type java, CType c) {
        return of(java, c, c.declare(""));
    }

    /** Returns the codec of a Java type for a member of a struct; it starts at the first byte of the member. */
    static Codec<Object> member(Type java, CType.Member member) {
        if (member.bitSize() == 0) {
            return of(java, member.type(), member.declaration());
        }
        Class<?> type = boxed(raw(java));
        Codec<?> found = bitField(type, member);
        if (found == null) {
            String flag = member.bitSize() == 1 ? "boolean, " : "";
            throw mismatch(type, member.declaration(), flag + integers(member.bitSize(), signed(member.type())));
        }
        return cast(found);
    }

    private static Codec<Object> of(Type java, CType c, String declaration) {
        Class<?> type = boxed(raw(java));
        Codec<?> found = type == byte[].class ? new BytesCodec(c.size()) : find(java, type, c);
        if (found == null) {
            throw mismatch(type, declaration, remedy(c) + "byte[]");
        }
        return cast(found);
    }

    private static @Nullable Codec<?> find(Type java, Class<?> type, CType c) {
        if (c instanceof CType.Int integer) {
            return integer(type, integer);
        } else if (c instanceof CType.Real real) {
            return real(type, real);
        } else if (c instanceof CType.Pointer) {
            return number(type, IntegerField.of(c.declare(""), Long.BYTES, false));
        } else if (c instanceof CType.Enum enumeration) {
            IntegerField field = IntegerField.of(enumeration.name(), enumeration.size(), enumeration.signed());
            return enumeration(type, enumeration, field);
        } else if (c instanceof CType.Array array) {
            return array(java, type, array);
        } else if (c instanceof CType.Struct struct && type.isRecord()) {
            return RecordCodec.of(type, struct);
        }
        return null;
    }

    private static @Nullable Codec<?> bitField(Class<?> type, CType.Member member) {
        IntegerField field = new IntegerField(
                member.declaration(), member.bitOffset() % Byte.SIZE, member.bitSize(), signed(member.type()), false);
        if (type == Boolean.class) {
            return field.bits() == 1 ? new BooleanCodec(field) : null;
        }
        return member.type() instanceof CType.Enum enumeration
                ? enumeration(type, enumeration, field)
                : number(type, field);
    }

    private static @Nullable Codec<?> integer(Class<?> type, CType.Int integer) {
        if (integer.size() > Long.BYTES) {
            return null;
        }
        IntegerField field = IntegerField.of(integer.name(), integer.size(), integer.signed());
        if (integer.bool()) {
            return type == Boolean.class ? new BooleanCodec(field) : null;
        }
        return number(type, field);
    }

    private static @Nullable Codec<?> number(Class<?> type, IntegerField field) {
        return type == BigInteger.class ? new BigIntegerCodec(field) : IntegerCodec.of(type, field);
    }

    private static @Nullable Codec<?> real(Class<?> type, CType.Real real) {
        if (type == Double.class && real.size() == Float.BYTES) {
            return new WideFloatCodec(real.name());
        }
        ScalarCodec<?> scalar = type == Float.class || type == Double.class ? ScalarCodec.of(type) : null;
        return scalar != null && scalar.size() == real.size() ? scalar : null;
    }

    private static @Nullable Codec<?> enumeration(Class<?> type, CType.Enum enumeration, IntegerField field) {
        return type.isEnum() ? constants(type, enumeration, field) : number(type, field);
    }

    /** Uses a raw type, since the compiler cannot infer from {@code isEnum} that the class is an enum. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Codec<?> constants(Class<?> type, CType.Enum enumeration, IntegerField field) {
        return EnumCodec.of((Class) type, enumeration, field);
    }

    private static @Nullable Codec<?> array(Type java, Class<?> type, CType.Array array) {
        if (type == String.class) {
            return characters(array) ? new StringCodec(array.length()) : null;
        } else if (type.isArray()) {
            Type element = java instanceof GenericArrayType generic
                    ? generic.getGenericComponentType()
                    : type.getComponentType();
            return new ArrayCodec(raw(element), of(element, array.element()), array.length());
        } else if (type == List.class && java instanceof ParameterizedType list) {
            Codec<Object> element = of(list.getActualTypeArguments()[0], array.element());
            return new ListCodec(new ArrayCodec(Object.class, element, array.length()));
        }
        return null;
    }

    private static boolean characters(CType.Array array) {
        return array.element() instanceof CType.Int element && element.size() == 1 && !element.bool();
    }

    private static boolean signed(CType type) {
        return type instanceof CType.Int integer && integer.signed()
                || type instanceof CType.Enum enumeration && enumeration.signed();
    }

    private static Class<?> raw(Type type) {
        if (type instanceof Class<?> simple) {
            return simple;
        } else if (type instanceof ParameterizedType generic) {
            return raw(generic.getRawType());
        } else if (type instanceof WildcardType wildcard) {
            return raw(wildcard.getUpperBounds()[0]);
        } else if (type instanceof GenericArrayType array) {
            return Array.newInstance(raw(array.getGenericComponentType()), 0).getClass();
        }
        throw Failure.invalid("The type variable " + type + " is not a Java type")
                .remedy("Use a record whose components have concrete types")
                .exception();
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    private static BpfException mismatch(Class<?> type, String declaration, String remedy) {
        return Failure.invalid("Java's " + type.getSimpleName() + " cannot hold " + declaration)
                .remedy("Use " + remedy)
                .exception();
    }

    static BpfException wrongSize(int given, int expected) {
        return Failure.invalid(Count.were(given, "byte") + " given instead of " + expected)
                .remedy("Give exactly as many as the C type has")
                .exception();
    }

    /** Returns a failure with the place where it happened before its message. */
    static BpfException inContext(String place, BpfException failure) {
        return Failure.of(failure.reason(), place).because(failure).exception();
    }

    /** Lists the Java types that can hold every value of a C type, before {@code byte[]}, which always can. */
    private static String remedy(CType c) {
        if (c instanceof CType.Int integer) {
            return integer.bool()
                    ? "boolean or "
                    : integer.size() > Long.BYTES
                            ? ""
                            : integers(integer.size() * Byte.SIZE, integer.signed()) + " or ";
        } else if (c instanceof CType.Real real) {
            return real.size() == Float.BYTES ? "float, double or " : real.size() == Double.BYTES ? "double or " : "";
        } else if (c instanceof CType.Pointer) {
            return "long or ";
        } else if (c instanceof CType.Enum enumeration) {
            return "an enum, " + integers(enumeration.size() * Byte.SIZE, enumeration.signed()) + " or ";
        } else if (c instanceof CType.Array array) {
            return (characters(array) ? "String, " : "") + "an array, a List<…> or ";
        } else if (c instanceof CType.Struct) {
            return "a record or ";
        }
        return "";
    }

    private static String integers(int bits, boolean signed) {
        int needed = signed ? bits : bits + 1;
        return needed <= Short.SIZE
                ? "short, int, long"
                : needed <= Integer.SIZE ? "int, long" : needed <= Long.SIZE ? "long" : "long, BigInteger";
    }

    /** Casts a codec to a type that the caller has compared with the codec's own. */
    @SuppressWarnings("unchecked")
    public static <T> Codec<T> cast(Codec<?> codec) {
        return (Codec<T>) codec;
    }
}
