// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.CauseText;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The exception that code is expected to throw. */
final class ThrownException {

    private ThrownException() {}

    /** Runs code and returns the {@link BpfException} that it throws; it is an error if the code throws none. */
    static BpfException by(ThrowingCallable code) {
        try {
            code.call();
        } catch (BpfException expected) {
            return expected;
        } catch (Throwable other) {
            throw new AssertionError("Expected a BpfException, but the code threw " + CauseText.of(other), other);
        }
        throw new AssertionError("Expected a BpfException, but the code threw nothing");
    }
}
