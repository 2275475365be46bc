package io.bpfiterator;

import io.bpfiterator.internal.settings.ExtensionSettings;
import java.lang.annotation.Annotation;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A condition on the running kernel. It is met, or it is not, or it can't be known; the last is an exception, which JUnit
 * makes a failure of the test.
 */
abstract class KernelCondition<A extends Annotation> implements ExecutionCondition {

    private final Class<A> annotationType;

    KernelCondition(Class<A> annotationType) {
        this.annotationType = annotationType;
    }

    /** Enables or disables, with a reason that names the kernel's release. */
    abstract ConditionEvaluationResult evaluate(A annotation);

    @Override
    public final ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        CheckedSettings.of(context);
        SkipPolicy policy = SkipPolicy.of(context);
        ConditionEvaluationResult result = AnnotationSupport.findAnnotation(context.getElement(), annotationType)
                .map(this::evaluate)
                .orElseGet(() ->
                        ConditionEvaluationResult.enabled("@" + annotationType.getSimpleName() + " is not present"));
        if (result.isDisabled() && policy.strict()) {
            throw new ExtensionConfigurationException(result.getReason().orElseThrow()
                    + "; this is a failure and no skip by " + ExtensionSettings.STRICT + " = true");
        }
        return result;
    }
}
