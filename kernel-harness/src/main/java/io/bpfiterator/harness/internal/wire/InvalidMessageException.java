// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.wire;

/** Thrown for what an agent sends that is not a message of this protocol. The message says what is wrong. */
public final class InvalidMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** In characters; a sentence quotes no more of a message. */
    private static final int MAX_QUOTE = 200;

    private final String problem;

    public InvalidMessageException(String problem) {
        super(problem);
        this.problem = problem;
    }

    public InvalidMessageException(String problem, Throwable cause) {
        super(problem, cause);
        this.problem = problem;
    }

    /** Returns what is wrong, which is also the message. */
    public String problem() {
        return problem;
    }

    /** Returns the beginning of a text in quotation marks, without control characters. */
    public static String quote(String text) {
        String beginning = text.length() <= MAX_QUOTE ? text : text.substring(0, MAX_QUOTE) + "…";
        return "\"" + beginning.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cs}]", "�") + "\"";
    }
}
