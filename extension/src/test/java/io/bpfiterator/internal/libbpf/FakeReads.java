// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import com.sun.jna.Pointer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lets {@code read(2)} return the same text to the current thread, however often it is called. */
public final class FakeReads {

    private final Thread thread = Thread.currentThread();
    private final byte[] text;

    private FakeReads(String text) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
    }

    /** Starts to return a text, until the result is closed. */
    public static AutoCloseable of(String text) {
        FakeReads reads = new FakeReads(text);
        return NativeLibraries.intercept(libbpf -> libbpf, reads::before);
    }

    private Libc before(Libc libc) {
        return (Libc) Proxy.newProxyInstance(
                Libc.class.getClassLoader(),
                new Class<?>[] {Libc.class},
                (proxy, method, arguments) -> call(libc, method, arguments));
    }

    private @Nullable Object call(Libc libc, Method method, Object @Nullable [] arguments) throws Throwable {
        if (Thread.currentThread() == thread && method.getName().equals("read") && arguments != null) {
            ((Pointer) arguments[1]).write(0, text, 0, text.length);
            return (long) text.length;
        }
        try {
            return method.invoke(libc, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
