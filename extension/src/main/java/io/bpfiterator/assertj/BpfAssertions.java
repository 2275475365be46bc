// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.iterator.LinkInfo;
import io.bpfiterator.iterator.Table;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.object.BpfGlobal;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.object.Coverage;
import java.time.Duration;
import org.apiguardian.api.API;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** AssertJ's assertions and those of this library, with one static import: {@code BpfAssertions.assertThat}. */
@API(status = EXPERIMENTAL, since = "0.1")
public class BpfAssertions extends Assertions {

    /** Creates an instance of a subclass that has further assertions. */
    protected BpfAssertions() {}

    /**
     * Starts assertions on one run of an iterator. The chain reads it once, when an assertion first needs the output.
     */
    public static IteratorReaderAssert assertThat(IteratorReader actual) {
        RequiredAssertJ.check();
        return new IteratorReaderAssert(actual);
    }

    /** Starts assertions on a table that has been read. */
    public static TableAssert assertThat(Table actual) {
        RequiredAssertJ.check();
        return new TableAssert(actual);
    }

    /** Starts assertions on a row of a table. */
    public static RowAssert assertThat(Table.Row actual) {
        RequiredAssertJ.check();
        return new RowAssert(actual);
    }

    /** Starts assertions on the elements of a map in the kernel. */
    public static <K, V> BpfMapAssert<K, V> assertThat(BpfMap<K, V> actual) {
        RequiredAssertJ.check();
        return new BpfMapAssert<>(actual);
    }

    /** Starts assertions on a global variable. */
    public static BpfGlobalAssert assertThat(BpfGlobal actual) {
        RequiredAssertJ.check();
        return new BpfGlobalAssert(actual);
    }

    /** Starts assertions on a loaded object. */
    public static BpfObjectAssert assertThat(BpfObject actual) {
        RequiredAssertJ.check();
        return new BpfObjectAssert(actual);
    }

    /** Starts assertions on a loaded program. */
    public static BpfProgramAssert assertThat(BpfProgram actual) {
        RequiredAssertJ.check();
        return new BpfProgramAssert(actual);
    }

    /** Starts assertions on the coverage of programs. */
    public static CoverageAssert assertThat(Coverage actual) {
        RequiredAssertJ.check();
        return new CoverageAssert(actual);
    }

    /** Starts assertions on the kernel's information about a link. */
    public static LinkInfoAssert assertThat(LinkInfo actual) {
        RequiredAssertJ.check();
        return new LinkInfoAssert(actual);
    }

    /** Starts assertions on the failure of a BPF object, program, map, link, pin or read. */
    public static BpfExceptionAssert assertThat(BpfException actual) {
        RequiredAssertJ.check();
        return new BpfExceptionAssert(actual);
    }

    /**
     * Asserts that code throws a {@link BpfException}, and starts assertions on it.
     *
     * <pre>{@code
     * assertThatBpfExceptionThrownBy(program::attach)
     *         .hasProgram("dump_hash_map")
     *         .isNotUnavailable()
     *         .hasMessageContaining("the map is missing");
     * }</pre>
     */
    public static BpfExceptionAssert assertThatBpfExceptionThrownBy(ThrowingCallable code) {
        RequiredAssertJ.check();
        return new BpfExceptionAssert(ThrownException.by(code));
    }

    /**
     * Repeats assertions until they pass, for up to five seconds, as {@link #eventually(Duration, ThrowingCallable)}
     * does.
     */
    public static void eventually(ThrowingCallable assertions) {
        eventually(Duration.ofSeconds(5), assertions);
    }

    /**
     * Repeats assertions every 10 ms, in the calling thread, until they pass. Each {@code assertThat(reader)} in them
     * is a new run of the iterator.
     *
     * <p>If the assertions do not pass within the limit, throws an {@link AssertionError} that names the elapsed time
     * and has the last failure as its cause. A running attempt is never interrupted. An exception other than an
     * {@code AssertionError} is rethrown at once.
     *
     * <pre>{@code
     * eventually(() -> assertThat(dump).lines().contains("1: 42", "sum: 42"));
     * }</pre>
     *
     * @param limit at least 10 ms
     * @throws IllegalArgumentException if the limit is shorter
     */
    public static void eventually(Duration limit, ThrowingCallable assertions) {
        new Retry(limit).until(assertions);
    }
}
