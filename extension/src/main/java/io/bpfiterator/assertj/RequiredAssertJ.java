// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.failure.RequiredLibrary;
import java.util.Optional;
import org.assertj.core.api.Assertions;

/** Refuses a version of AssertJ whose classes the assertions of this library cannot extend. */
final class RequiredAssertJ {

    private static final Optional<Failure> PROBLEM =
            RequiredLibrary.ofMajor("AssertJ", Assertions.class, "3").problem();

    private RequiredAssertJ() {}

    /**
     * Reports another version before a class that extends one of AssertJ is loaded.
     *
     * @throws BpfException if it is another major version
     */
    static void check() {
        PROBLEM.ifPresent(problem -> {
            throw problem.exception();
        });
    }
}
