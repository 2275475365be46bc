// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.ClosedPackage;
import io.bpfiterator.internal.failure.Failure;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads and creates instances of a record class by the positions of its components, even if the class is private.
 *
 * @param <R> the record
 */
public final class RecordType<R> {

    private static final Pattern WORD_END = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    private final Class<R> type;
    private final List<RecordComponent> components;
    private final MethodHandle constructor;
    private final List<MethodHandle> accessors;

    private RecordType(
            Class<R> type, List<RecordComponent> components, MethodHandle constructor, List<MethodHandle> accessors) {
        this.type = type;
        this.components = components;
        this.constructor = constructor;
        this.accessors = accessors;
    }

    /**
     * Returns the components of a record class with access to them.
     *
     * @throws BpfException if the class is not a record class, or its module does not open its package
     */
    public static <R> RecordType<R> of(Class<R> type) {
        if (!type.isRecord()) {
            throw Failure.invalid(type.getName() + " is not a record class")
                    .remedy("Declare it with the keyword record")
                    .exception();
        }
        List<RecordComponent> components = List.of(type.getRecordComponents());
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            List<MethodHandle> accessors = new ArrayList<>(components.size());
            for (RecordComponent component : components) {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                accessors.add(lookup.unreflect(accessor).asType(MethodType.methodType(Object.class, Object.class)));
            }
            Constructor<R> constructor = type.getDeclaredConstructor(
                    components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            MethodHandle spread = lookup.unreflectConstructor(constructor)
                    .asSpreader(Object[].class, components.size())
                    .asType(MethodType.methodType(Object.class, Object[].class));
            return new RecordType<>(type, components, spread, accessors);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw ClosedPackage.explain(
                            Failure.invalid("Cannot access the components of record " + type.getName()),
                            type,
                            RecordType.class.getModule(),
                            e)
                    .exception();
        }
    }

    /** Returns the components in the order of their declaration. */
    public List<RecordComponent> components() {
        return components;
    }

    /** Creates a record. An unchecked exception from its constructor is rethrown as it is. */
    public R create(Object[] values) {
        try {
            return type.cast((Object) constructor.invokeExact(values));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw Failure.failed("The constructor of record " + name() + " failed")
                    .because(e)
                    .exception();
        }
    }

    /**
     * Returns the value of the component at a position.
     *
     * @throws BpfException if the value is null
     */
    public Object value(R record, int position) {
        Object value;
        try {
            value = (Object) accessors.get(position).invokeExact((Object) record);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw Failure.failed("The accessor " + path(position) + " failed")
                    .because(e)
                    .exception();
        }
        if (value == null) {
            throw Failure.invalid(path(position) + " is null")
                    .remedy("C has no such value: set the component")
                    .exception();
        }
        return value;
    }

    /** Returns the record's simple name. */
    public String name() {
        return type.getSimpleName();
    }

    /** Returns the name of a component for messages, such as {@code Event.pid}. */
    public String path(int position) {
        return name() + "." + components.get(position).getName();
    }

    /** Converts a Java name such as {@code startTime} to the kernel's style, {@code start_time}. */
    public static String snakeCase(String javaName) {
        return String.join("_", Arrays.asList(WORD_END.split(javaName))).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "record " + name();
    }
}
