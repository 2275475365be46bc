// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.assertj.core.api.StringAssert;
import org.jspecify.annotations.Nullable;

/** Asserts on the lines that an iterator printed, with AssertJ's assertions on lists. */
@API(status = EXPERIMENTAL, since = "0.1")
public class LinesAssert extends OutputListAssert<LinesAssert, String, StringAssert> {

    /** Starts assertions on lines. */
    public LinesAssert(@Nullable List<? extends String> actual) {
        super(actual, LinesAssert.class, StringAssert::new);
    }

    @Override
    protected LinesAssert newAbstractIterableAssert(Iterable<? extends String> lines) {
        List<String> kept = new ArrayList<>();
        lines.forEach(kept::add);
        return new LinesAssert(kept);
    }
}
