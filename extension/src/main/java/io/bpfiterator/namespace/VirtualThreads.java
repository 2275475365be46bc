package io.bpfiterator.namespace;

import io.bpfiterator.failure.BpfException;

/** Virtual threads, which JDK 21 brought: the kernel knows only their carriers, which they change at any time. */
final class VirtualThreads {

    private VirtualThreads() {}

    static void refuse() {
        if (isVirtual(Thread.currentThread())) {
            throw new BpfException("A virtual thread can't enter a network namespace: its carrier would, with whatever"
                    + " runs there next; use a platform thread");
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
