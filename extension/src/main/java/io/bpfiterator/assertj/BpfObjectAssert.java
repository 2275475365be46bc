// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.object.Coverage;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on a loaded object.
 *
 * <pre>{@code
 * assertThat(object).coverage().line("task.bpf.c", 26).isHit();
 * }</pre>
 *
 * <pre>{@code
 * assertThat(object).program("dump_task").verifiedInstructions().isLessThan(100_000);
 * }</pre>
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class BpfObjectAssert extends BpfAssert<BpfObjectAssert, BpfObject> {

    /** Starts assertions on a loaded object. */
    public BpfObjectAssert(@Nullable BpfObject actual) {
        super(actual, BpfObjectAssert.class);
    }

    /**
     * Navigates to a loaded program, by the name of its C function.
     *
     * @throws io.bpfiterator.failure.BpfException if the object has no such program, or it was not loaded
     */
    public final BpfProgramAssert program(String function) {
        return navigate(required().program(function), BpfProgram.class, BpfProgramAssert.class, BpfProgramAssert::new);
    }

    /**
     * Navigates to the coverage since the load.
     *
     * @throws io.bpfiterator.failure.BpfException if coverage is not measured: {@code bpfiterator.coverage}
     */
    public final CoverageAssert coverage() {
        return navigate(required().coverage(), Coverage.class, CoverageAssert.class, CoverageAssert::new);
    }
}
