// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.targets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TargetTest {

    @Nested
    class The_section_of_a_program {

        @Test
        void names_the_target() {
            assertThat(Target.ofSection("iter/task")).contains("task");
            assertThat(Target.ofSection("iter.s/task")).contains("task");
            assertThat(Target.ofSection("iter/martian")).contains("martian");
            assertThat(Target.ofSection("raw_tp/sys_enter")).isEmpty();
        }

        @Test
        void says_whether_the_program_may_sleep() {
            assertThat(Target.isSleepable("iter.s/task")).isTrue();
            assertThat(Target.isSleepable("iter/task")).isFalse();
        }
    }
}
