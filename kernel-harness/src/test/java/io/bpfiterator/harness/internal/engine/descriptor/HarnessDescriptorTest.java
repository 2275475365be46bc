// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.auto.AutoEnvironment;
import io.bpfiterator.harness.internal.engine.fixtures.Plain;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;

class HarnessDescriptorTest {

    private static final UniqueId ID = UniqueId.forEngine(EngineName.ID);

    private final HarnessDescriptor engine = new HarnessDescriptor(ID);

    @Nested
    class The_choice_of_auto {

        @Test
        void is_explained_only_for_its_environment() {
            engine.setAuto(new AutoEnvironment("vm:6.12", "this kernel refuses sockmap (EPERM)"));

            assertThat(engine.whyChosen("vm:6.12")).contains("this kernel refuses sockmap (EPERM)");
            assertThat(engine.whyChosen("host")).isEmpty();
            assertThat(engine.auto()).map(AutoEnvironment::environment).contains("vm:6.12");
        }

        @Test
        void is_absent_from_a_run_that_does_not_depend_on_it() {
            assertThat(engine.auto()).isEmpty();
            assertThat(engine.whyChosen("host")).isEmpty();
        }
    }

    @Nested
    class The_problems_of_a_run {

        /** What JUnit's listener is notified of. */
        private final List<String> events = new ArrayList<>();

        private Throwable failure;

        @Test
        void are_one_failing_test_in_a_class() {
            assertThat(engine.mayRegisterTests()).isFalse();
            engine.failWith(List.of("a is invalid", "b is invalid"));
            assertThat(engine.mayRegisterTests()).isTrue();

            engine.invalidSettings().orElseThrow().report(new Listener());

            assertThat(events)
                    .containsExactly(
                            "HarnessEngine CONTAINER registered",
                            "settings TEST registered",
                            "HarnessEngine CONTAINER started",
                            "settings TEST started",
                            "settings TEST FAILED",
                            "HarnessEngine CONTAINER SUCCESSFUL");
            assertThat(failure).hasMessage("a is invalid\nb is invalid");
            assertThat(failure.getStackTrace()).isEmpty();
        }

        @Test
        void may_be_a_coverage_that_is_too_small() {
            engine.tooSmallCoverage("12 % is less than 50 %").report(new Listener());

            assertThat(events).contains("coverage TEST FAILED");
            assertThat(failure).hasMessage("12 % is less than 50 %");
        }

        @Test
        void are_absent_if_all_settings_are_valid() {
            assertThat(engine.invalidSettings()).isEmpty();
        }

        private final class Listener implements EngineExecutionListener {

            private void add(TestDescriptor test, String what) {
                assertThat(test.getSource()).as("what build tools show").isPresent();
                if (test.isTest()) {
                    assertThat(test.getParent()).isPresent();
                }
                events.add(test.getDisplayName() + " " + test.getType() + " " + what);
            }

            @Override
            public void dynamicTestRegistered(TestDescriptor test) {
                add(test, "registered");
            }

            @Override
            public void executionStarted(TestDescriptor test) {
                add(test, "started");
            }

            @Override
            public void executionFinished(TestDescriptor test, TestExecutionResult result) {
                add(test, result.getStatus().name());
                result.getThrowable().ifPresent(thrown -> failure = thrown);
            }
        }
    }

    @Nested
    class The_module_of_the_tests {

        private final EnvironmentDescriptor environment = new EnvironmentDescriptor(ID, "host");

        @BeforeEach
        void add_an_environment() {
            engine.addChild(environment);
        }

        @Test
        void is_that_of_their_classes() {
            environment.addChild(new ClassNode(String.class));

            assertThat(engine.module()).contains("java.base");
        }

        @Test
        void is_absent_on_the_class_path() {
            environment.addChild(new ClassNode(Plain.class));

            assertThat(engine.module()).isEmpty();
        }
    }

    private static final class ClassNode extends AbstractTestDescriptor {

        ClassNode(Class<?> type) {
            super(ID.append("class", type.getName()), type.getName(), ClassSource.from(type));
        }

        @Override
        public Type getType() {
            return Type.CONTAINER;
        }
    }
}
