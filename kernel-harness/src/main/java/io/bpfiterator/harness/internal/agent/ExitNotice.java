// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.agent;

import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.harness.internal.wire.SerializedThrowable;
import io.bpfiterator.harness.internal.wire.ThrowableReader;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Notifies the host when this JVM exits before all tests have run, and where {@link System#exit} was called. */
final class ExitNotice extends Thread {

    private final Reporter reporter;
    private volatile boolean expected;

    private ExitNotice(Reporter reporter) {
        super("bpf-iterator exit notice");
        this.reporter = reporter;
    }

    static ExitNotice register(Reporter reporter) {
        ExitNotice notice = new ExitNotice(reporter);
        Runtime.getRuntime().addShutdownHook(notice);
        return notice;
    }

    /** Suppresses the notice from now on. */
    void expect() {
        expected = true;
    }

    @Override
    public void run() {
        if (!expected) {
            System.out.flush();
            reporter.send(new Message.Exiting(callOfExit()));
        }
    }

    private static @Nullable SerializedThrowable callOfExit() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Stream.of(thread.getValue()).anyMatch(ExitNotice::isExit))
                .findFirst()
                .map(ExitNotice::failure)
                .orElse(null);
    }

    private static boolean isExit(StackTraceElement element) {
        return element.getClassName().equals(Runtime.class.getName())
                && element.getMethodName().equals("exit");
    }

    private static SerializedThrowable failure(Map.Entry<Thread, StackTraceElement[]> thread) {
        Throwable call = new IllegalStateException(
                "System.exit was called in thread " + thread.getKey().getName());
        StackTraceElement[] stack = thread.getValue();
        int exit = 0;
        while (!isExit(stack[exit])) {
            exit++;
        }
        call.setStackTrace(Arrays.copyOfRange(stack, exit, stack.length));
        return ThrowableReader.read(call);
    }
}
