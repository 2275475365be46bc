// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.wire;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;

/**
 * Holds the data of a throwable.
 *
 * @param kind the kind of throwable that test tools distinguish
 * @param type the name of its class
 * @param message its message; null if it has none
 * @param text the result of its {@link Throwable#toString}
 * @param expected the expected value of an {@link AssertionFailedError}, as text
 * @param actual the actual value of an {@link AssertionFailedError}, as text
 * @param failures the failures of a {@link MultipleFailuresError}
 */
public record SerializedThrowable(
        Kind kind,
        String type,
        @Nullable String message,
        String text,
        List<Frame> stack,
        @Nullable SerializedThrowable cause,
        List<SerializedThrowable> suppressed,
        @Nullable String expected,
        @Nullable String actual,
        List<SerializedThrowable> failures) {

    /** More than an agent sends, since its notes count as throwables. */
    private static final int MAX_THROWABLES = 10_000;

    public SerializedThrowable {
        MessageCheck.present(kind, "kind of a throwable");
        MessageCheck.present(type, "type of a throwable");
        MessageCheck.present(text, "text of a throwable");
        stack = MessageCheck.list(stack, "stack of a throwable");
        suppressed = MessageCheck.list(suppressed, "suppressed throwables");
        failures = MessageCheck.list(failures, "failures of a throwable");
        MessageCheck.require(
                count(cause, suppressed, failures) <= MAX_THROWABLES,
                "a throwable has more than " + MAX_THROWABLES + " causes and failures");
    }

    private static int count(
            @Nullable SerializedThrowable cause,
            List<SerializedThrowable> suppressed,
            List<SerializedThrowable> failures) {
        return Stream.of(Stream.ofNullable(cause), suppressed.stream(), failures.stream())
                .flatMap(Function.identity())
                .mapToInt(below -> 1 + count(below.cause, below.suppressed, below.failures))
                .sum();
    }

    /**
     * Kinds of throwables: build tools count errors and failed assertions separately, and IDEs show a diff for some.
     */
    public enum Kind {
        ASSERTION_FAILED,
        MULTIPLE_FAILURES,
        ASSERTION,
        ABORTED,
        OTHER
    }

    /** A line of a stack trace, without the class loader's name and the module's version, which differ between JVMs. */
    public record Frame(
            @Nullable String module,
            String className,
            String method,
            @Nullable String file,
            int line) {

        public Frame {
            MessageCheck.present(className, "class of a stack frame");
            MessageCheck.present(method, "method of a stack frame");
        }

        private StackTraceElement toElement() {
            return new StackTraceElement(null, module, null, className, method, file, line);
        }
    }

    /**
     * Returns a throwable with this data. It has the original class if that is one of {@link KnownThrowables} and can
     * be instantiated with the same text; otherwise it is a substitute that prints the same text and stack trace.
     */
    public Throwable toThrowable() {
        Throwable throwable = ThrowableBuilder.build(this, cause == null ? null : cause.toThrowable());
        throwable.setStackTrace(stack.stream().map(Frame::toElement).toArray(StackTraceElement[]::new));
        suppressed.forEach(failure -> throwable.addSuppressed(failure.toThrowable()));
        return throwable;
    }
}
