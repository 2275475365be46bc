// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import io.bpfiterator.internal.text.Lines;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;

/**
 * Asserts on the whole text that an iterator printed, with AssertJ's assertions on strings. A failure shows the text
 * after AssertJ's sentences, cut around the first line that differs.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public class TextAssert extends AbstractStringAssert<TextAssert> {

    private ShownOutput output = ShownOutput.NONE;
    private int fixed = ShownOutput.NOWHERE;

    /** Starts assertions on a text. */
    public TextAssert(@Nullable String actual) {
        super(actual, TextAssert.class);
    }

    /** Sets what failures show. */
    final TextAssert showing(ShownOutput shown) {
        output = shown;
        return super.withRepresentation(new PlaceholderRepresentation(actual, "the text below"));
    }

    /** Sets what failures show around a position: the lines from which the text is only a part. */
    final TextAssert showingAt(ShownOutput shown, int position) {
        output = shown;
        fixed = position;
        return this;
    }

    private TextAssert shown(Supplier<TextAssert> assertion, Supplier<Integer> position) {
        return output.under(assertion, fixed < 0 ? position : () -> fixed);
    }

    private int firstDifference(Object expected) {
        List<String> found = Lines.of(actual);
        List<String> wanted = Lines.of(String.valueOf(expected));
        return IntStream.range(0, found.size())
                .filter(i -> i >= wanted.size() || !found.get(i).equals(wanted.get(i)))
                .findFirst()
                .orElse(ShownOutput.NOWHERE);
    }

    private int firstWith(CharSequence... parts) {
        List<String> found = Lines.of(actual);
        return IntStream.range(0, found.size())
                .filter(i -> Arrays.stream(parts).anyMatch(part -> found.get(i).contains(part)))
                .findFirst()
                .orElse(ShownOutput.NOWHERE);
    }

    @Override
    public TextAssert isEqualTo(@Nullable Object expected) {
        return shown(() -> super.isEqualTo(expected), () -> firstDifference(Objects.requireNonNullElse(expected, "")));
    }

    @Override
    public TextAssert isEqualTo(String expected) {
        return shown(() -> super.isEqualTo(expected), () -> firstDifference(expected));
    }

    @Override
    public TextAssert contains(CharSequence... values) {
        return shown(() -> super.contains(values), () -> ShownOutput.NOWHERE);
    }

    @Override
    public TextAssert doesNotContain(CharSequence... values) {
        return shown(() -> super.doesNotContain(values), () -> firstWith(values));
    }

    @Override
    public TextAssert startsWith(CharSequence prefix) {
        return shown(() -> super.startsWith(prefix), () -> 0);
    }

    @Override
    public TextAssert endsWith(CharSequence suffix) {
        return shown(() -> super.endsWith(suffix), () -> ShownOutput.NOWHERE);
    }

    @Override
    public TextAssert matches(CharSequence pattern) {
        return shown(() -> super.matches(pattern), () -> ShownOutput.NOWHERE);
    }

    @Override
    public TextAssert containsPattern(CharSequence pattern) {
        return shown(() -> super.containsPattern(pattern), () -> ShownOutput.NOWHERE);
    }

    @Override
    public TextAssert isNotEmpty() {
        return shown(super::isNotEmpty, () -> ShownOutput.NOWHERE);
    }

    @Override
    public void isEmpty() {
        output.underLast(super::isEmpty, fixed);
    }
}
