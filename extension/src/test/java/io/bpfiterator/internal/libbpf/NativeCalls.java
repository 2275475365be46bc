// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records the native functions that this library calls on the current thread. */
public final class NativeCalls {

    private final Thread thread = Thread.currentThread();
    private final List<String> functions = new ArrayList<>();

    private NativeCalls() {}

    /** Returns the names of the functions that some steps call, in their order. */
    public static List<String> of(NativeFaults.Steps steps) throws Exception {
        NativeCalls calls = new NativeCalls();
        try (AutoCloseable intercepted = NativeLibraries.intercept(
                libbpf -> calls.before(Libbpf.class, libbpf), libc -> calls.before(Libc.class, libc))) {
            steps.run();
        }
        return calls.functions;
    }

    private <T> T before(Class<T> type, T library) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(library, method, arguments)));
    }

    private @Nullable Object call(Object library, Method method, Object @Nullable [] arguments) throws Throwable {
        if (Thread.currentThread() == thread && method.getDeclaringClass() != Object.class) {
            functions.add(method.getName());
        }
        try {
            return method.invoke(library, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
