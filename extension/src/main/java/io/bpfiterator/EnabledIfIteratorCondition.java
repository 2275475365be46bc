package io.bpfiterator;

import io.bpfiterator.internal.feature.Feature;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** Evaluates {@link EnabledIfIterator}. */
final class EnabledIfIteratorCondition extends KernelCondition<EnabledIfIterator> {

    EnabledIfIteratorCondition() {
        super(EnabledIfIterator.class);
    }

    @Override
    ConditionEvaluationResult evaluate(EnabledIfIterator annotation) {
        return new RequiredFeatures(Feature.Kind.ITERATOR, List.of(annotation.value())).evaluate(annotation.since());
    }
}
