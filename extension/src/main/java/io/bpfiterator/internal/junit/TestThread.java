// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/**
 * A thread for the calls of one test, in place of a worker of a {@code ForkJoinPool}: while a worker waits, it may run
 * another test, which would then see the state that this test gave to its thread, such as a network namespace.
 *
 * <p>Implements two interfaces: JUnit 5.12 closes only a {@code CloseableResource}, and later versions have a
 * configuration parameter that stops them from closing an {@code AutoCloseable}.
 */
@SuppressWarnings("deprecation")
final class TestThread implements CloseableResource, AutoCloseable {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(TestThread.class);

    private final ExecutorService executor;

    /** The executor's only thread, which is started by the first call. */
    private volatile @Nullable Thread thread;

    /** Takes the name of the current worker; the thread inherits its class loader, and is a daemon as it is. */
    private TestThread() {
        Thread worker = Thread.currentThread();
        executor = Executors.newSingleThreadExecutor(task -> {
            Thread created = new Thread(task, worker.getName());
            thread = created;
            return created;
        });
    }

    /** Makes a call for a test, on the test's own thread if the current one is a worker, else on the current one. */
    static <T> T call(ExtensionContext test, Invocation<T> call) throws Throwable {
        return Thread.currentThread() instanceof ForkJoinWorkerThread
                ? test.getStore(STORE)
                        .getOrComputeIfAbsent(test.getUniqueId(), id -> new TestThread(), TestThread.class)
                        .call(call)
                : call.proceed();
    }

    private <T> T call(Invocation<T> call) throws Throwable {
        return await(executor.submit(() -> Result.of(call))).get();
    }

    private <T> Result<T> await(Future<Result<T>> pending) throws Throwable {
        while (true) {
            try {
                return pending.get();
            } catch (InterruptedException e) {
                interrupt();
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        }
    }

    /** Passes on an interrupt of the waiting worker, with which JUnit ends a test that exceeds its {@code @Timeout}. */
    private void interrupt() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /** The outcome of a call, which may throw any {@code Throwable}. */
    private record Result<T>(@Nullable T value, @Nullable Throwable failure) {

        static <T> Result<T> of(Invocation<T> call) {
            try {
                return new Result<>(call.proceed(), null);
            } catch (Throwable e) {
                return new Result<>(null, e);
            }
        }

        @SuppressWarnings("NullAway") // A call may return null: that of a void method does.
        T get() throws Throwable {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
