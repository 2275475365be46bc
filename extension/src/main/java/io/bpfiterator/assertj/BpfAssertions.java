package io.bpfiterator.assertj;

import io.bpfiterator.object.BpfGlobal;
import io.bpfiterator.object.BpfMap;
import io.bpfiterator.object.LinkInfo;
import io.bpfiterator.reader.IteratorReader;
import io.bpfiterator.reader.Table;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.awaitility.core.ThrowingRunnable;

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

    /** Starts assertions on what a map in the kernel holds. */
    public static <K, V> BpfMapAssert<K, V> assertThat(BpfMap<K, V> actual) {
        return new BpfMapAssert<>(actual);
    }

    /** Starts assertions on a global variable. */
    public static BpfGlobalAssert assertThat(BpfGlobal actual) {
        return new BpfGlobalAssert(actual);
    }

    /** Starts assertions on what the kernel tells about a link. */
    public static LinkInfoAssert assertThat(LinkInfo actual) {
        return new LinkInfoAssert(actual);
    }

    /** Repeats assertions until they pass, for five seconds, as {@link #eventually(Duration, ThrowingRunnable)} does. */
    public static void eventually(ThrowingRunnable assertions) {
        eventually(Duration.ofSeconds(5), assertions);
    }

    /**
     * Repeats assertions, every 10 ms and in the calling thread, until they pass: each {@code assertThat(reader)} in them is
     * a new run of the iterator. If they don't pass in time, fails with the time waited and the last failure, its
     * cause. An attempt is never cut short, and what else it throws goes through at once.
     *
     * <pre>{@code
     * eventually(() -> assertThat(dump).lines().contains("1: 42", "sum: 42"));
     * }</pre>
     *
     * @param limit at least 10 ms
     */
    public static void eventually(Duration limit, ThrowingRunnable assertions) {
        new Waiting(limit).until(assertions);
    }
}
