// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.engine.fixtures.Plain;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;

class HarnessDescriptorTest {

    private static final UniqueId ID = UniqueId.forEngine(EngineName.ID);

    @Nested
    class The_module_of_the_tests {

        private final HarnessDescriptor engine = new HarnessDescriptor(ID);
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
