// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import com.sun.jna.Function;
import com.sun.jna.JNIEnv;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a private field of the JDK. Reflection would require {@code --add-opens}. JNI checks no access, and requires
 * only the native access that this library requires anyway.
 */
public final class HiddenField {

    /** The indices in the table of JNI's functions, which the JNI specification fixes. */
    private static final int FROM_REFLECTED_FIELD = 8;

    private static final int GET_OBJECT_FIELD = 95;
    private static final int GET_INT_FIELD = 100;

    private static final Map<String, ?> WITH_OBJECTS = Map.of(Library.OPTION_ALLOW_OBJECTS, true);

    private final Field field;

    private HiddenField(Field field) {
        this.field = field;
    }

    /** Finds an instance field by its name in a class or, if it has none, in the nearest superclass that has one. */
    public static Optional<HiddenField> find(Class<?> type, String name) {
        for (@Nullable Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            try {
                return Optional.of(new HiddenField(owner.getDeclaredField(name)));
            } catch (NoSuchFieldException inherited) {
                continue;
            }
        }
        return Optional.empty();
    }

    /** Returns the object in the field of an instance. */
    public Optional<Object> object(Object owner) {
        return Optional.ofNullable(call(GET_OBJECT_FIELD, Object.class, owner));
    }

    /** Returns the {@code int} in the field of an instance. */
    public int integer(Object owner) {
        return (Integer) call(GET_INT_FIELD, Integer.class, owner);
    }

    private Object call(int function, Class<?> result, Object owner) {
        return Jni.call(function, result, owner, Jni.call(FROM_REFLECTED_FIELD, Pointer.class, field));
    }

    /** The functions of JNI, in a table whose address is the first member of the environment. */
    private static final class Jni {

        private static final Pointer TABLE = environment().getPointer(0);

        private static Object call(int function, Class<?> result, Object... arguments) {
            Object[] all = new Object[arguments.length + 1];
            all[0] = JNIEnv.CURRENT;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            return Function.getFunction(TABLE.getPointer((long) function * Long.BYTES))
                    .invoke(result, all, WITH_OBJECTS);
        }

        /** Returns the thread's environment, by a function of the C library that returns its first argument. */
        private static Pointer environment() {
            Jna.require();
            return (Pointer) NativeLibrary.getInstance("c")
                    .getFunction("memmove")
                    .invoke(Pointer.class, new Object[] {JNIEnv.CURRENT, JNIEnv.CURRENT, 0L}, WITH_OBJECTS);
        }
    }
}
