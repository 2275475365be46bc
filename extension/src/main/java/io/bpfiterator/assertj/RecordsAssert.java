// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.assertj.core.api.ObjectAssert;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on the records that an iterator wrote, with AssertJ's assertions on lists.
 *
 * @param <R> the Java type of a record
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class RecordsAssert<R> extends OutputListAssert<RecordsAssert<R>, R, ObjectAssert<R>> {

    /** Starts assertions on records. */
    public RecordsAssert(@Nullable List<? extends R> actual) {
        super(actual, RecordsAssert.class, ObjectAssert::new);
    }

    @Override
    protected RecordsAssert<R> newAbstractIterableAssert(Iterable<? extends R> records) {
        List<R> kept = new ArrayList<>();
        records.forEach(kept::add);
        return new RecordsAssert<>(kept);
    }
}
