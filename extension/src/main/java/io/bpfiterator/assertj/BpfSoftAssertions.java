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
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractSoftAssertions;
import org.assertj.core.api.AssertFactory;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.api.StandardSoftAssertionsProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Collects the failures of AssertJ's assertions and those of this library, and reports them together.
 *
 * <pre>{@code
 * assertSoftly(softly -> {
 *     softly.assertThat(tasks).isNotEmpty();
 *     softly.assertThat(tasks).table(lastColumnToEndOfLine()).column("tgid").contains(PID);
 * });
 * }</pre>
 *
 * <p>The asserts that a chain navigates to are soft as well. Navigation to a missing part, such as a column that the
 * table does not have, throws at once because the chain cannot continue; {@link #assertSoftly} reports it as the last
 * failure.
 *
 * <p>On the module path, AssertJ cannot create them without {@code --add-exports}; the exception names the options.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class BpfSoftAssertions extends AbstractSoftAssertions implements StandardSoftAssertionsProvider {

    private final NextAssert nextAssert = new NextAssert() {

        @Override
        public ObjectAssert<Object> on(Object part) {
            return assertThatObject(part);
        }

        @Override
        public <P, A extends AbstractAssert<A, ? extends P>> A on(
                P part, Class<P> type, Class<A> assertType, AssertFactory<P, A> constructor) {
            return proxy(assertType, type, part);
        }
    };

    /** Creates an instance without failures; {@link #assertAll} throws those that it collects. */
    public BpfSoftAssertions() {}

    /**
     * Runs assertions, and then throws one error with all failures. Another exception is rethrown, with the failures so
     * far as suppressed exceptions.
     */
    public static void assertSoftly(Consumer<BpfSoftAssertions> assertions) {
        BpfSoftAssertions softly = new BpfSoftAssertions();
        try {
            assertions.accept(softly);
        } catch (AssertionError e) {
            softly.collectAssertionError(e);
        } catch (RuntimeException e) {
            softly.assertionErrorsCollected().forEach(e::addSuppressed);
            throw e;
        }
        softly.assertAll();
    }

    /** Starts assertions on one run of an iterator, as {@link BpfAssertions#assertThat(IteratorReader)}. */
    public IteratorReaderAssert assertThat(IteratorReader actual) {
        return soft(IteratorReaderAssert.class, IteratorReader.class, actual);
    }

    /** Starts assertions on a table that has been read. */
    public TableAssert assertThat(Table actual) {
        return soft(TableAssert.class, Table.class, actual);
    }

    /** Starts assertions on a row of a table. */
    public RowAssert assertThat(Table.Row actual) {
        return soft(RowAssert.class, Table.Row.class, actual);
    }

    /** Starts assertions on the elements of a map in the kernel. */
    @SuppressWarnings("unchecked")
    public <K, V> BpfMapAssert<K, V> assertThat(BpfMap<K, V> actual) {
        return soft(BpfMapAssert.class, BpfMap.class, actual);
    }

    /** Starts assertions on a global variable. */
    public BpfGlobalAssert assertThat(BpfGlobal actual) {
        return soft(BpfGlobalAssert.class, BpfGlobal.class, actual);
    }

    /** Starts assertions on a loaded object. */
    public BpfObjectAssert assertThat(BpfObject actual) {
        return soft(BpfObjectAssert.class, BpfObject.class, actual);
    }

    /** Starts assertions on a loaded program. */
    public BpfProgramAssert assertThat(BpfProgram actual) {
        return soft(BpfProgramAssert.class, BpfProgram.class, actual);
    }

    /** Starts assertions on the coverage of programs. */
    public CoverageAssert assertThat(Coverage actual) {
        return soft(CoverageAssert.class, Coverage.class, actual);
    }

    /** Starts assertions on the kernel's information about a link. */
    public LinkInfoAssert assertThat(LinkInfo actual) {
        return soft(LinkInfoAssert.class, LinkInfo.class, actual);
    }

    /** Starts assertions on the failure of a BPF object, program, map, link, pin or read. */
    public BpfExceptionAssert assertThat(BpfException actual) {
        SoftAssertionAccess.check();
        return proxy(BpfExceptionAssert.class, BpfException.class, actual);
    }

    /**
     * Starts assertions on the {@link BpfException} that code throws. Code that throws none fails at once, because the
     * chain cannot continue.
     */
    public BpfExceptionAssert assertThatBpfExceptionThrownBy(ThrowingCallable code) {
        return assertThat(ThrownException.by(code));
    }

    private <A extends BpfAssert<A, T>, T> A soft(Class<A> assertType, Class<T> type, T actual) {
        SoftAssertionAccess.check();
        return proxy(assertType, type, actual).with(nextAssert);
    }
}
