package io.bpfiterator;

import io.bpfiterator.internal.feature.Feature;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** Answers {@link EnabledIfHelper}. */
final class EnabledIfHelperCondition extends KernelCondition<EnabledIfHelper> {

    EnabledIfHelperCondition() {
        super(EnabledIfHelper.class);
    }

    @Override
    ConditionEvaluationResult evaluate(EnabledIfHelper annotation) {
        return new NeededFeatures(Feature.Kind.HELPER, List.of(annotation.value())).evaluate(annotation.since());
    }
}
