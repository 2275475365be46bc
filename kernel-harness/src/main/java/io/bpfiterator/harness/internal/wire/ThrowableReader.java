// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.wire;

import io.bpfiterator.harness.internal.wire.SerializedThrowable.Frame;
import io.bpfiterator.harness.internal.wire.SerializedThrowable.Kind;
import io.bpfiterator.internal.text.Excerpt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;
import org.opentest4j.TestAbortedException;
import org.opentest4j.ValueWrapper;

/** Reads the data of one throwable and of those that belong to it, within the limits of a message. */
public final class ThrowableReader {

    /** How deep throwables may nest. Each level is two levels of JSON, of which Gson reads 255. */
    private static final int MAX_DEPTH = 60;

    private static final int MAX_THROWABLES = 1000;

    /** The characters of a stack frame in addition to its names. */
    private static final int FRAME = 64;

    private final Set<Throwable> above = Collections.newSetFromMap(new IdentityHashMap<>());
    private int text = Message.MAX_TEXT;
    private int throwables = MAX_THROWABLES;

    private ThrowableReader() {}

    /**
     * Returns the data of a throwable with its causes and suppressed throwables. Ends where a cause is circular, and
     * where a message would become too large; a text says so.
     */
    public static SerializedThrowable read(Throwable throwable) {
        return new ThrowableReader().next(throwable);
    }

    private SerializedThrowable next(Throwable throwable) {
        above.add(throwable);
        throwables--;
        try {
            // The order decides which of the texts are cut.
            String message = cut(throwable.getMessage());
            String printed = cutText(String.valueOf(throwable));
            AssertionFailedError assertion = throwable instanceof AssertionFailedError failed ? failed : null;
            String expected = assertion == null ? null : value(assertion.getExpected());
            String actual = assertion == null ? null : value(assertion.getActual());
            List<Frame> stack = stack(throwable);
            Throwable cause = throwable.getCause();
            return new SerializedThrowable(
                    kind(throwable),
                    throwable.getClass().getName(),
                    message,
                    printed,
                    stack,
                    cause == null || above.contains(cause)
                            ? null
                            : all(List.of(cause)).get(0),
                    all(List.of(throwable.getSuppressed())),
                    expected,
                    actual,
                    throwable instanceof MultipleFailuresError several ? all(several.getFailures()) : List.of());
        } finally {
            above.remove(throwable);
        }
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

    private @Nullable String value(@Nullable ValueWrapper value) {
        return value == null ? null : cut(value.getStringRepresentation());
    }

    private @Nullable String cut(@Nullable String any) {
        return any == null ? null : cutText(any);
    }

    /** Returns a text of at most half of what is left, so that something is left for the others. */
    private String cutText(String any) {
        String cut = Excerpt.of(any, text / 2);
        text = Math.max(0, text - cut.length());
        return cut;
    }

    private List<Frame> stack(Throwable throwable) {
        List<Frame> frames = new ArrayList<>();
        for (StackTraceElement element : throwable.getStackTrace()) {
            text -= FRAME
                    + element.getClassName().length()
                    + element.getMethodName().length();
            if (text < 0) {
                text = 0;
                break;
            }
            frames.add(new Frame(
                    element.getModuleName(),
                    element.getClassName(),
                    element.getMethodName(),
                    element.getFileName(),
                    element.getLineNumber()));
        }
        return List.copyOf(frames);
    }

    private List<SerializedThrowable> all(List<Throwable> several) {
        List<SerializedThrowable> read = new ArrayList<>();
        int leftOut = 0;
        for (Throwable throwable : several) {
            if (above.contains(throwable)) {
                continue;
            }
            if (above.size() < MAX_DEPTH && throwables > 0) {
                read.add(next(throwable));
            } else {
                leftOut++;
            }
        }
        if (leftOut > 0) {
            read.add(note(leftOut + " more throwables are left out here, since there are too many"));
        }
        return List.copyOf(read);
    }

    private static SerializedThrowable note(String sentence) {
        return new SerializedThrowable(
                Kind.OTHER, "", sentence, sentence, List.of(), null, List.of(), null, null, List.of());
    }
}
