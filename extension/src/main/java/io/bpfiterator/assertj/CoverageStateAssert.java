// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.object.Coverage.State;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Asserts whether a line or a function was executed. */
@API(status = EXPERIMENTAL, since = "0.1")
public class CoverageStateAssert extends BpfAssert<CoverageStateAssert, State> {

    /** Starts assertions on the state of a line or a function. */
    public CoverageStateAssert(@Nullable State actual) {
        super(actual, CoverageStateAssert.class);
    }

    /** Asserts that it was executed. */
    public CoverageStateAssert isHit() {
        return is(State.HIT);
    }

    /** Asserts that it was not executed, although it could have been. */
    public CoverageStateAssert isMissed() {
        return is(State.MISSED);
    }

    /** Asserts that the verifier has removed it. */
    public CoverageStateAssert isUnreachable() {
        return is(State.UNREACHABLE);
    }

    private CoverageStateAssert is(State expected) {
        State found = required();
        if (found != expected) {
            throw failureWithActualExpected(found, expected, "Expected %s, but it is %s", text(expected), text(found));
        }
        return this;
    }

    private static String text(State state) {
        return switch (state) {
            case HIT -> "a hit";
            case MISSED -> "missed";
            case UNREACHABLE -> "unreachable: the verifier has removed it";
        };
    }
}
