package io.bpfiterator.harness.suite;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of a test in one environment.
 *
 * @param module the Maven module
 * @param test {@code class#method}, with its parameters' types and the number of its invocation if it has them; or the
 *     class alone, where JUnit skipped it as a whole
 * @param environment the name of the harness's environment; {@link #HERE} without one
 * @param outcome what became of it
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

    /** Surefire counts invocations by numbers, and environments have names. */
    private static final Pattern MARK = Pattern.compile("\\[([^\\[\\]]*[^\\[\\]\\d][^\\[\\]]*)]$");

    /** Makes the result of a test that a report calls by this name, which ends with the mark of its environment. */
    static TestResult named(String module, String type, String name, Outcome outcome, String reason) {
        Matcher mark = MARK.matcher(name);
        String environment = mark.find() ? mark.group(1) : HERE;
        String method = environment.equals(HERE) ? name : name.substring(0, mark.start());
        return new TestResult(module, test(type, method), environment, outcome, reason);
    }

    /** The harness writes the parentheses of a method without parameters, and Jupiter doesn't. */
    private static String test(String type, String method) {
        String bare = method.endsWith("()") ? method.substring(0, method.length() - 2) : method;
        return bare.isEmpty() || type.equals(bare) || type.endsWith("." + bare) ? type : type + "#" + bare;
    }

    boolean isPassed() {
        return outcome == Outcome.PASSED;
    }

    /** Tells whether a test is an invocation of this one, or one in the class that this one stands for. */
    boolean isAbove(String other) {
        return other.length() > test.length()
                && other.startsWith(test)
                && (test.contains("#") ? "[(" : "#$").indexOf(other.charAt(test.length())) >= 0;
    }

    /** Tells whether another kernel may be able to run what this one can't. */
    boolean isForAnotherKernel() {
        return outcome == Outcome.LEFT_OUT && reason.equals("kernel")
                || outcome == Outcome.SKIPPED && reason.startsWith("Linux ");
    }
}
