// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.internal.feature.Feature;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** Evaluates {@link EnabledIfIterator}. */
public final class EnabledIfIteratorCondition extends KernelCondition<EnabledIfIterator> {

    /** Creates the condition; JUnit calls it. */
    public EnabledIfIteratorCondition() {
        super(EnabledIfIterator.class);
    }

    @Override
    public ConditionEvaluationResult evaluate(EnabledIfIterator annotation) {
        return new RequiredFeatures(Feature.Kind.ITERATOR, List.of(annotation.value())).evaluate(annotation.since());
    }
}
