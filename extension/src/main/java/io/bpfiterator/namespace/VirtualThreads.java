// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.namespace;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;

/**
 * Detects virtual threads (JDK 21), which the kernel does not know: they may change their carrier thread at any time.
 */
final class VirtualThreads {

    private VirtualThreads() {}

    /**
     * Refuses the calling thread if it is a virtual thread.
     *
     * @throws BpfException if it is a virtual thread
     */
    static void refuse() {
        if (isVirtual(Thread.currentThread())) {
            throw Failure.invalid("A virtual thread cannot enter a network namespace")
                    .because("its carrier thread would enter it, with the virtual threads that run there next")
                    .remedy("Use a platform thread")
                    .exception();
        }
    }

    private static boolean isVirtual(Thread thread) {
        try {
            return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
        } catch (NoSuchMethodException e) {
            return false;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
