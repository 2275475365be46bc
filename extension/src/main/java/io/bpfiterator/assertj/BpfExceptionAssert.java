// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on the failure of a BPF object, program, map, link, pin or read, with AssertJ's assertions on exceptions.
 *
 * <pre>{@code
 * assertThatBpfExceptionThrownBy(program::attach)
 *         .hasProgram("dump_hash_map")
 *         .isNotUnavailable()
 *         .hasMessageContaining("the map is missing");
 * }</pre>
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class BpfExceptionAssert extends AbstractThrowableAssert<BpfExceptionAssert, BpfException> {

    /** Starts assertions on a failure. */
    public BpfExceptionAssert(@Nullable BpfException actual) {
        super(actual, BpfExceptionAssert.class);
    }

    /** Asserts the error number of the failed call. */
    public BpfExceptionAssert hasErrno(Errno expected) {
        return has("errno", expected.name(), errno());
    }

    /** Asserts that no call failed. */
    public BpfExceptionAssert hasNoErrno() {
        return has("errno", "none", errno());
    }

    /** Asserts the kind of cause. */
    public BpfExceptionAssert hasReason(Reason expected) {
        return has("reason", expected, required().reason());
    }

    /** Asserts the name of the program that the kernel refused to load or to attach. */
    public BpfExceptionAssert hasProgram(String expected) {
        return has("program", expected, required().program().orElse("none"));
    }

    /** Asserts that this machine, kernel or process lacks something; see {@link BpfException#isUnavailable}. */
    public BpfExceptionAssert isUnavailable() {
        return has("a failure that is", "unavailable", availability());
    }

    /** Asserts that the test or the BPF object is wrong, or that a call failed. */
    public BpfExceptionAssert isNotUnavailable() {
        return has("a failure that is", "not unavailable", availability());
    }

    /** Asserts a part of the whole output of libbpf, the verifier or clang. */
    public BpfExceptionAssert hasLogContaining(String part) {
        if (!required().log().contains(part)) {
            throw failure(
                    "Expected a log that contains \"%s\", but it does not:%n%s%nThe failure is: %s",
                    part, Excerpt.of(actual.log()), actual.getMessage());
        }
        return this;
    }

    private String errno() {
        return required().errno().isPresent() ? Errno.name(required().errno().getAsInt()) : "none";
    }

    private String availability() {
        return required().isUnavailable() ? "unavailable" : "not unavailable";
    }

    private BpfException required() {
        isNotNull();
        return actual;
    }

    private BpfExceptionAssert has(String what, Object expected, Object found) {
        if (!found.equals(expected)) {
            throw failureWithActualExpected(
                    found,
                    expected,
                    "Expected %s %s, but it is %s. The failure is: %s",
                    what,
                    expected,
                    found,
                    actual.getMessage());
        }
        return this;
    }
}
