package io.bpfiterator;

import io.bpfiterator.internal.feature.Feature;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** Evaluates {@link EnabledIfHelper}. */
final class EnabledIfHelperCondition extends KernelCondition<EnabledIfHelper> {

    EnabledIfHelperCondition() {
        super(EnabledIfHelper.class);
    }

    @Override
    ConditionEvaluationResult evaluate(EnabledIfHelper annotation) {
        return new RequiredFeatures(Feature.Kind.HELPER, List.of(annotation.value())).evaluate(annotation.since());
    }
}
