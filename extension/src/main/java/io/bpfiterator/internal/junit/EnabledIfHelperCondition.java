// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.EnabledIfHelper;
import io.bpfiterator.internal.feature.Feature;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** Evaluates {@link EnabledIfHelper}. */
public final class EnabledIfHelperCondition extends KernelCondition<EnabledIfHelper> {

    /** Creates the condition; JUnit calls it. */
    public EnabledIfHelperCondition() {
        super(EnabledIfHelper.class);
    }

    @Override
    public ConditionEvaluationResult evaluate(EnabledIfHelper annotation) {
        return new RequiredFeatures(Feature.Kind.HELPER, List.of(annotation.value())).evaluate(annotation.since());
    }
}
