// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on one cell of a table. The cell is compared by its text, so an expected number may be an {@code int} or a
 * {@code long}. {@code asString()} navigates to AssertJ's assertions on strings.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class CellAssert extends AbstractAssert<CellAssert, Object> {

    /** Starts assertions on a cell. */
    public CellAssert(@Nullable Object actual) {
        super(actual, CellAssert.class);
    }

    @Override
    public CellAssert isEqualTo(@Nullable Object expected) {
        return super.isEqualTo(text(expected));
    }

    @Override
    public CellAssert isNotEqualTo(@Nullable Object other) {
        return super.isNotEqualTo(text(other));
    }

    @Override
    public CellAssert isIn(Object... values) {
        return super.isIn(texts(Arrays.asList(values)));
    }

    @Override
    public CellAssert isIn(Iterable<?> values) {
        return super.isIn(texts(values));
    }

    @Override
    public CellAssert isNotIn(Object... values) {
        return super.isNotIn(texts(Arrays.asList(values)));
    }

    @Override
    public CellAssert isNotIn(Iterable<?> values) {
        return super.isNotIn(texts(values));
    }

    private static @Nullable Object text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static List<?> texts(Iterable<?> values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(CellAssert::text)
                .toList();
    }
}
