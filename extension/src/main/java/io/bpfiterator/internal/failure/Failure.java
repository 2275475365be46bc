// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.failure;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Builds an exception whose message has the form {@code What failed: the cause (ERRNO). What to do.}, with further
 * details under it.
 *
 * <pre>{@code
 * throw Failure.notPermitted("Cannot create a temporary bpffs")
 *         .because("mount(2) failed")
 *         .errno(errno)
 *         .remedy("Run as root, or mount a bpffs at /sys/fs/bpf")
 *         .exception();
 * }</pre>
 */
public final class Failure {

    /** Creates an exception; a constructor of {@link DiagnosedException}'s subclasses. */
    public interface Factory<E extends DiagnosedException> {
        E create(Reason reason, String message, int errno, String log, @Nullable Throwable cause);
    }

    private Reason reason;
    private final String what;
    private String because = "";
    private String remedy = "";
    private String details = "";
    private int errno;
    private String log = "";
    private @Nullable Throwable cause;
    private @Nullable String program;

    private Failure(Reason reason, String what) {
        this.reason = reason;
        this.what = what;
    }

    /** Starts the message with {@code what}, such as {@code "Cannot pin the iterator at /sys/fs/bpf/x"}. */
    public static Failure of(Reason reason, String what) {
        return new Failure(reason, what);
    }

    public static Failure absent(String what) {
        return of(Reason.ABSENT, what);
    }

    public static Failure refused(String what) {
        return of(Reason.REFUSED, what);
    }

    public static Failure notPermitted(String what) {
        return of(Reason.NOT_PERMITTED, what);
    }

    public static Failure notFound(String what) {
        return of(Reason.NOT_FOUND, what);
    }

    public static Failure invalid(String what) {
        return of(Reason.INVALID, what);
    }

    public static Failure failed(String what) {
        return of(Reason.FAILED, what);
    }

    /** Replaces the kind of cause. */
    Failure reason(Reason other) {
        reason = other;
        return this;
    }

    /** Adds the cause, which starts in lower case unless its first word is a name. */
    public Failure because(String cause) {
        because = cause;
        return this;
    }

    /** Adds what an exception reports as the cause, in words, and the exception itself. */
    public Failure because(Throwable thrown) {
        because = CauseText.of(thrown, what);
        cause = thrown;
        return this;
    }

    /**
     * Adds the error number, positive or negated. Without {@link #because}, its description is the cause; without both
     * {@link #because} and {@link #remedy}, the message also has what generally helps.
     */
    public Failure errno(int number) {
        errno = number;
        return this;
    }

    /** Adds what to do: one or more sentences in the imperative, the last without a full stop. */
    public Failure remedy(String imperative) {
        remedy = imperative;
        return this;
    }

    /** Adds lines that follow the sentences. */
    public Failure details(String lines) {
        details = lines;
        return this;
    }

    /** Attaches the name of the program that the kernel refused to load or to attach. */
    public Failure program(String name) {
        program = name;
        return this;
    }

    /** Attaches output that is too long for the message. */
    public Failure log(String output) {
        log = output;
        return this;
    }

    public Failure causedBy(Throwable throwable) {
        cause = throwable;
        return this;
    }

    /** Returns only the message. */
    public String message() {
        StringBuilder message = new StringBuilder(what);
        String found = errno == 0
                ? because
                : because.isEmpty() ? Errno.describe(errno) : because + " (" + Errno.name(errno) + ")";
        if (!found.isEmpty()) {
            message.append(": ").append(found);
        }
        String help = because.isEmpty() && remedy.isEmpty() ? OutOfResources.remedy(errno) : remedy;
        if (!help.isEmpty()) {
            endSentence(message);
            message.append(' ').append(help);
        }
        if (message.length() > what.length()) {
            endSentence(message);
        }
        return details.isEmpty()
                ? message.toString()
                : message.append('\n').append(details).toString();
    }

    public BpfException exception() {
        return new BpfException(reason, message(), errno, log, cause, program);
    }

    public <E extends DiagnosedException> E exception(Factory<E> factory) {
        return factory.create(reason, message(), errno, log, cause);
    }

    private static void endSentence(StringBuilder text) {
        if (".!?".indexOf(text.charAt(text.length() - 1)) < 0) {
            text.append('.');
        }
    }
}
