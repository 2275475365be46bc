package io.bpfiterator.btf;

import io.bpfiterator.failure.BpfException;
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
 * A Java record as a list of components to be read and filled in by position, whatever its access.
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
     * Looks into a record class.
     *
     * @throws BpfException if it is none, or its module does not open its package
     */
    public static <R> RecordType<R> of(Class<R> type) {
        if (!type.isRecord()) {
            throw new BpfException(type.getName() + " is no record class; declare it with the keyword record");
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
            throw new BpfException(
                    "Record " + type.getName() + " can't be looked into: " + e.getMessage()
                            + "; open its package to this library's module",
                    e);
        }
    }

    /** Returns the components in their order. */
    public List<RecordComponent> components() {
        return components;
    }

    /** Creates a record; an exception of its constructor is passed on as it is. */
    public R create(Object[] values) {
        try {
            return type.cast((Object) constructor.invokeExact(values));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new BpfException("The constructor of record " + name() + " failed: " + e, e);
        }
    }

    /**
     * Returns the value of the component at a position.
     *
     * @throws BpfException if it is null
     */
    public Object value(R record, int position) {
        Object value;
        try {
            value = (Object) accessors.get(position).invokeExact((Object) record);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new BpfException("The accessor " + path(position) + " failed: " + e, e);
        }
        if (value == null) {
            throw new BpfException(path(position) + " is null, which C has no value for; give it one");
        }
        return value;
    }

    /** Returns the record's simple name. */
    public String name() {
        return type.getSimpleName();
    }

    /** Returns a component as {@code Event.pid}, for messages. */
    public String path(int position) {
        return name() + "." + components.get(position).getName();
    }

    /** Turns a Java name into the kernel's way of writing it: {@code startTime} into {@code start_time}. */
    public static String snakeCase(String javaName) {
        return String.join("_", Arrays.asList(WORD_END.split(javaName))).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "record " + name();
    }
}
