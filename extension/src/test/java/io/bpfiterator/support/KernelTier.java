// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import org.junit.jupiter.api.Tag;

/** What holds for all tests of the tier that {@link NeedsKernel} marks. */
public final class KernelTier {

    private static final DescribedPredicate<JavaAnnotation<?>> TAG = DescribedPredicate.describe(
            "the tag of the tier",
            annotation -> annotation.getRawType().isEquivalentTo(Tag.class)
                    && annotation.get("value").filter(NeedsKernel.TIER::equals).isPresent());

    /**
     * The tag alone leaves a test out and does not make its class one that uses BPF, so that the kernel harness runs it
     * on no other kernel.
     */
    public static final ArchRule RULE = CompositeArchRule.of(classes()
                    .that()
                    .areNotAssignableTo(NeedsKernel.class)
                    .should()
                    .notBeAnnotatedWith(TAG))
            .and(methods().should().notBeAnnotatedWith(TAG))
            .because("the kernel harness runs a test on another kernel only if it has @NeedsKernel");

    private KernelTier() {}
}
