package io.bpfiterator.harness.internal.wire;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;
import org.opentest4j.TestAbortedException;
import org.opentest4j.ValueWrapper;

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

        private static Frame of(StackTraceElement element) {
            return new Frame(
                    element.getModuleName(),
                    element.getClassName(),
                    element.getMethodName(),
                    element.getFileName(),
                    element.getLineNumber());
        }

        private StackTraceElement toElement() {
            return new StackTraceElement(null, module, null, className, method, file, line);
        }
    }

    /** Returns the data of a throwable with its causes and suppressed throwables. Ends where a cause is circular. */
    public static SerializedThrowable of(Throwable throwable) {
        return of(throwable, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static SerializedThrowable of(Throwable throwable, Set<Throwable> above) {
        above.add(throwable);
        try {
            Throwable cause = throwable.getCause();
            AssertionFailedError assertion = throwable instanceof AssertionFailedError failed ? failed : null;
            return new SerializedThrowable(
                    kind(throwable),
                    throwable.getClass().getName(),
                    throwable.getMessage(),
                    throwable.toString(),
                    Stream.of(throwable.getStackTrace()).map(Frame::of).toList(),
                    cause == null || above.contains(cause) ? null : of(cause, above),
                    all(List.of(throwable.getSuppressed()), above),
                    assertion == null ? null : text(assertion.getExpected()),
                    assertion == null ? null : text(assertion.getActual()),
                    throwable instanceof MultipleFailuresError several ? all(several.getFailures(), above) : List.of());
        } finally {
            above.remove(throwable);
        }
    }

    private static List<SerializedThrowable> all(List<Throwable> throwables, Set<Throwable> above) {
        return throwables.stream()
                .filter(throwable -> !above.contains(throwable))
                .map(throwable -> of(throwable, above))
                .toList();
    }

    private static Kind kind(Throwable throwable) {
        if (throwable instanceof AssertionFailedError) {
            return Kind.ASSERTION_FAILED;
        }
        if (throwable instanceof MultipleFailuresError) {
            return Kind.MULTIPLE_FAILURES;
        }
        if (throwable instanceof AssertionError) {
            return Kind.ASSERTION;
        }
        return throwable instanceof TestAbortedException ? Kind.ABORTED : Kind.OTHER;
    }

    private static @Nullable String text(@Nullable ValueWrapper value) {
        return value == null ? null : value.getStringRepresentation();
    }

    /**
     * Returns a throwable with this data. It has the original class if that can be loaded and instantiated with the
     * same text; otherwise it is a substitute that prints the same text and stack trace.
     */
    public Throwable toThrowable() {
        Throwable throwable = ThrowableBuilder.build(this, cause == null ? null : cause.toThrowable());
        throwable.setStackTrace(stack.stream().map(Frame::toElement).toArray(StackTraceElement[]::new));
        suppressed.forEach(failure -> throwable.addSuppressed(failure.toThrowable()));
        return throwable;
    }
}
