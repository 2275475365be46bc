// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.suite;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the result of a test in one environment.
 *
 * @param module the Maven module
 * @param test {@code class#method}, with its parameters' types and the number of its invocation if it has them; or the
 *     name of the class, if JUnit skipped it as a whole
 * @param environment the name of the harness's environment; {@link #HERE} without one
 * @param outcome the outcome
 * @param reason why it was skipped, or the tier it was left out with; empty otherwise
 */
record TestResult(String module, String test, String environment, Outcome outcome, String reason) {

    /** The running kernel, in the JVM of the build tool. */
    static final String HERE = "";

    enum Outcome {
        PASSED,
        FAILED,
        SKIPPED,
        LEFT_OUT
    }

    /** The suffix for an environment. Surefire's suffix for an invocation is a number. */
    private static final Pattern MARK = Pattern.compile("\\[([^\\[\\]]*[^\\[\\]\\d][^\\[\\]]*)]$");

    /** Returns the result of a test by its name in a report, which may end with the suffix of an environment. */
    static TestResult named(String module, String type, String name, Outcome outcome, String reason) {
        Matcher mark = MARK.matcher(name);
        String environment = mark.find() ? mark.group(1) : HERE;
        String method = environment.equals(HERE) ? name : name.substring(0, mark.start());
        return new TestResult(module, test(type, method), environment, outcome, reason);
    }

    /** Returns the test without empty parentheses, which the harness adds to names and Jupiter does not. */
    private static String test(String type, String method) {
        String bare = method.endsWith("()") ? method.substring(0, method.length() - 2) : method;
        return bare.isEmpty() || type.equals(bare) || type.endsWith("." + bare) ? type : type + "#" + bare;
    }

    boolean isPassed() {
        return outcome == Outcome.PASSED;
    }

    /** Returns whether {@code other} is an invocation of this test, or a test in this class. */
    boolean isAbove(String other) {
        return other.length() > test.length()
                && other.startsWith(test)
                && (test.contains("#") ? "[(" : "#$").indexOf(other.charAt(test.length())) >= 0;
    }

    /** Returns whether another kernel may be able to run this test. */
    boolean isForAnotherKernel() {
        return outcome == Outcome.LEFT_OUT && reason.equals("kernel")
                || outcome == Outcome.SKIPPED && reason.startsWith("Linux ");
    }
}
