// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Decides which tests may use BPF in this JVM. */
class PlacementTest {

    private final List<String> checked = new ArrayList<>();
    private final Rule outer = new Rule("outer");
    private final Rule inner = new Rule("inner");

    @AfterEach
    void remove() {
        Placement.remove(inner);
        Placement.remove(outer);
    }

    @Test
    void the_rule_that_was_added_last_decides() {
        Placement.add(outer);
        Placement.add(inner);

        Placement.check(String.class);
        Session.openedByCaller(String.class).close();

        assertThat(checked).containsExactly("inner class java.lang.String", "inner session");
    }

    @Test
    void the_rule_before_decides_when_the_last_one_is_removed() {
        Placement.add(outer);
        Placement.add(inner);
        Placement.remove(inner);

        Placement.check(String.class);
        Session.openedByCaller(String.class).close();

        assertThat(checked).containsExactly("outer class java.lang.String", "outer session");
    }

    @Test
    void a_rule_that_is_removed_decides_no_more() {
        Placement.add(outer);
        Placement.remove(outer);

        Placement.check(String.class);
        Session.openedByCaller(String.class).close();

        assertThat(checked).isEmpty();
    }

    @Test
    void a_refused_class_or_session_has_the_exception_of_the_rule() {
        IllegalStateException refusal = new IllegalStateException("elsewhere");
        outer.refusal = refusal;
        Placement.add(outer);

        assertThatThrownBy(() -> Placement.check(String.class)).isSameAs(refusal);
        assertThatThrownBy(() -> Session.openedByCaller(String.class)).isSameAs(refusal);
    }

    private final class Rule implements Placement.Rule {

        private final String name;
        private RuntimeException refusal;

        Rule(String name) {
            this.name = name;
        }

        @Override
        public void check(Class<?> testClass) {
            note(testClass.toString());
        }

        @Override
        public void checkSession() {
            note("session");
        }

        private void note(String what) {
            checked.add(name + " " + what);
            if (refusal != null) {
                throw refusal;
            }
        }
    }
}
