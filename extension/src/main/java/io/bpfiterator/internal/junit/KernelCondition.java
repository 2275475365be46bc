// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.internal.settings.ExtensionSettings;
import java.lang.annotation.Annotation;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Evaluates a condition on the running kernel. If it cannot be determined, an exception makes the test fail.
 */
abstract class KernelCondition<A extends Annotation> implements ExecutionCondition {

    private final Class<A> annotationType;

    KernelCondition(Class<A> annotationType) {
        this.annotationType = annotationType;
    }

    /** Evaluates the annotation; the reason names the kernel's release. */
    public abstract ConditionEvaluationResult evaluate(A annotation);

    @Override
    public final ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        CheckedSettings.check(context);
        SkipPolicy policy = SkipPolicy.of(context);
        ConditionEvaluationResult result = AnnotationSupport.findAnnotation(context.getElement(), annotationType)
                .map(this::evaluate)
                .orElseGet(() ->
                        ConditionEvaluationResult.enabled("@" + annotationType.getSimpleName() + " is not present"));
        if (result.isDisabled() && policy.strict()) {
            throw new ExtensionConfigurationException(result.getReason().orElseThrow()
                    + ". The test fails instead of being skipped because of " + ExtensionSettings.STRICT + " = true.");
        }
        return result;
    }
}
