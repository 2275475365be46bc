// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.EnabledIfKfunc;
import io.bpfiterator.internal.feature.Feature;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** Evaluates {@link EnabledIfKfunc}. */
public final class EnabledIfKfuncCondition extends KernelCondition<EnabledIfKfunc> {

    /** Creates the condition; JUnit calls it. */
    public EnabledIfKfuncCondition() {
        super(EnabledIfKfunc.class);
    }

    @Override
    public ConditionEvaluationResult evaluate(EnabledIfKfunc annotation) {
        return new RequiredFeatures(Feature.Kind.KFUNC, List.of(annotation.value())).evaluate(annotation.since());
    }
}
