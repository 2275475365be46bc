// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.TestInfo;

/** How reports show the names of tests: one generator makes sentences of the names of their methods. */
public final class TestNames {

    private static final String FIXTURES = "..fixtures..";

    /** Only fixtures, which stand for tests of users, have names of another form. */
    public static final ArchRule RULE = CompositeArchRule.of(classes()
                    .that()
                    .resideOutsideOfPackage(FIXTURES)
                    .should()
                    .notBeAnnotatedWith(DisplayName.class)
                    .andShould()
                    .notBeAnnotatedWith(DisplayNameGeneration.class))
            .and(methods()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideOutsideOfPackage(FIXTURES)
                    .should()
                    .notBeAnnotatedWith(DisplayName.class))
            .because("the name of a method is the sentence that reports show");

    private TestNames() {}

    /** Checks the display name of a test whose only parameter is its {@link TestInfo}. */
    public static void assertGenerated(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName();
        assertThat(test.getDisplayName()).isEqualTo(name.replace('_', ' ') + " (TestInfo)");
    }
}
