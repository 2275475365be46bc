package io.bpfiterator.assertj;

import io.bpfiterator.reader.IteratorReader;
import io.bpfiterator.reader.Table;
import org.assertj.core.api.Assertions;

/** AssertJ's assertions and those of this library: one static import of {@code BpfAssertions.assertThat} brings both. */
public class BpfAssertions extends Assertions {

    protected BpfAssertions() {}

    /** Starts assertions on one run of an iterator: it is read once, when first needed, for the whole chain. */
    public static IteratorReaderAssert assertThat(IteratorReader actual) {
        return new IteratorReaderAssert(actual);
    }

    /** Starts assertions on a table that has been read. */
    public static TableAssert assertThat(Table actual) {
        return new TableAssert(actual);
    }

    /** Starts assertions on a row of a table. */
    public static RowAssert assertThat(Table.Row actual) {
        return new RowAssert(actual);
    }
}
