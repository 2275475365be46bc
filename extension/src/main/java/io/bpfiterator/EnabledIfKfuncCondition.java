package io.bpfiterator;

import io.bpfiterator.internal.feature.Feature;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** Evaluates {@link EnabledIfKfunc}. */
final class EnabledIfKfuncCondition extends KernelCondition<EnabledIfKfunc> {

    EnabledIfKfuncCondition() {
        super(EnabledIfKfunc.class);
    }

    @Override
    ConditionEvaluationResult evaluate(EnabledIfKfunc annotation) {
        return new RequiredFeatures(Feature.Kind.KFUNC, List.of(annotation.value())).evaluate(annotation.since());
    }
}
