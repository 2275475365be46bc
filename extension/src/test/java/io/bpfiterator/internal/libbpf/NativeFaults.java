// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.bpfiterator.failure.Errno;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes one native call fail, and records the calls that can fail. The steps have a thread of their own, because some
 * failures leave a thread in another network namespace; only its calls count.
 *
 * <p>The function is not called, except if it {@linkplain Call#isClose closes} something.
 */
public final class NativeFaults {

    /** Functions that only read or change memory, and those whose result is not about an error. */
    private static final Set<String> NEVER_FAIL = Set.of(
            "libbpf_major_version",
            "libbpf_minor_version",
            "libbpf_set_print",
            "bpf_object__close",
            "bpf_object__btf",
            "bpf_object__next_program",
            "bpf_object__next_map",
            "btf__raw_data",
            "btf__type_cnt",
            "btf__free",
            "btf_dump__free",
            "ring_buffer__free",
            "bpf_program__name",
            "bpf_program__section_name",
            "bpf_program__flags",
            "bpf_program__autoload",
            "bpf_program__set_autoload",
            "bpf_program__set_log_level",
            "bpf_program__fd",
            "bpf_program__insns",
            "bpf_program__insn_cnt",
            "bpf_link__fd",
            "bpf_map__name",
            "bpf_map__pin_path",
            "bpf_map__type",
            "bpf_map__fd",
            "bpf_map__is_internal",
            "bpf_map__set_autocreate",
            "bpf_map__key_size",
            "bpf_map__value_size",
            "bpf_map__max_entries",
            "bpf_map__map_flags",
            "bpf_map__btf_key_type_id",
            "bpf_map__btf_value_type_id",
            "bpf_map__inner_map",
            "bpf_map__initial_value",
            "vsnprintf",
            "ferror");

    private static final Set<String> CLOSE = Set.of("close", "fclose", "munmap", "bpf_link__destroy");

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    /** The name that the compiler gives to a lambda, with that of its method. */
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(\\w+)\\$\\d+");

    private static final Pointer MAP_FAILED = new Pointer(-1);

    /** A call: its function, and the method of this library that made it. */
    public record Call(String function, String caller) {

        /** Returns whether the function releases a resource of this process, even if it reports an error. */
        public boolean isClose() {
            return CLOSE.contains(function);
        }

        @Override
        public String toString() {
            return function + " in " + caller;
        }
    }

    /** Uses the library. */
    @FunctionalInterface
    public interface Steps {
        void run() throws Exception;
    }

    /**
     * What some steps did.
     *
     * @param calls the calls that can fail, in their order
     * @param failed the call that was made to fail; empty if the steps ended before it
     * @param thrown what the steps threw; empty if they succeeded
     */
    public record Outcome(List<Call> calls, Optional<Call> failed, Optional<Throwable> thrown) {}

    private final int position;
    private final int errno;
    private final List<Call> calls = new ArrayList<>();
    private @Nullable Call failed;
    private @Nullable Thread thread;
    private @Nullable Throwable thrown;

    private NativeFaults(int position, int errno) {
        this.position = position;
        this.errno = errno;
    }

    /** Does the steps without a fault. */
    public static Outcome none(Steps steps) throws Exception {
        return at(-1, Errno.EPERM, steps);
    }

    /** Makes the call at a position, from 0, fail once; none if the position is negative. */
    public static Outcome at(int position, Errno errno, Steps steps) throws Exception {
        return new NativeFaults(position, errno.number()).outcome(steps);
    }

    private Outcome outcome(Steps steps) throws Exception {
        thread = new Thread(() -> run(steps), "faults");
        try (AutoCloseable intercepted =
                NativeLibraries.intercept(libbpf -> before(Libbpf.class, libbpf), libc -> before(Libc.class, libc))) {
            thread.start();
            thread.join();
        }
        return new Outcome(List.copyOf(calls), Optional.ofNullable(failed), Optional.ofNullable(thrown));
    }

    private void run(Steps steps) {
        try {
            steps.run();
        } catch (Exception | Error e) {
            thrown = e;
        }
    }

    private <T> T before(Class<T> type, T library) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> intercepted(library, method, arguments)));
    }

    private @Nullable Object intercepted(Object library, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (Thread.currentThread() != thread
                || method.getDeclaringClass() == Object.class
                || NEVER_FAIL.contains(method.getName())) {
            return call(library, method, arguments);
        }
        Call made = new Call(method.getName(), caller());
        calls.add(made);
        if (calls.size() - 1 != position) {
            return call(library, method, arguments);
        }
        failed = made;
        if (made.isClose()) {
            call(library, method, arguments);
        }
        return failure(method);
    }

    private static @Nullable Object call(Object library, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(library, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Returns what the function returns on failure. */
    private @Nullable Object failure(Method method) {
        if (method.getDeclaringClass() == Libbpf.class && method.getReturnType() == int.class) {
            return -errno;
        }
        Native.setLastError(errno);
        if (method.getReturnType() == Pointer.class) {
            return method.getName().equals("mmap") ? MAP_FAILED : null;
        }
        return method.getReturnType() == long.class ? (Object) (-1L) : (Object) (-1);
    }

    private static String caller() {
        return STACK.walk(frames -> frames.filter(NativeFaults::isOfTheLibrary)
                .findFirst()
                .map(frame -> frame.getDeclaringClass().getSimpleName() + "."
                        + LAMBDA.matcher(frame.getMethodName()).replaceAll("$1"))
                .orElse("?"));
    }

    private static boolean isOfTheLibrary(StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        return type.getPackageName().startsWith("io.bpfiterator")
                && type != NativeFaults.class
                && !Proxy.isProxyClass(type);
    }
}
