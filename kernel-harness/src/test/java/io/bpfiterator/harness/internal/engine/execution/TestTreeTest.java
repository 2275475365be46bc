// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.internal.engine.descriptor.AgentIds;
import io.bpfiterator.harness.internal.engine.descriptor.EnvironmentDescriptor;
import io.bpfiterator.harness.internal.engine.descriptor.MirrorDescriptor;
import io.bpfiterator.harness.internal.wire.InvalidMessageException;
import io.bpfiterator.harness.internal.wire.Node;
import io.bpfiterator.harness.internal.wire.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestDescriptor.Type;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;

/** Each test of an environment gets one result, and each class and container ends. */
class TestTreeTest {

    private static final TestExecutionResult PASSED = TestExecutionResult.successful();
    private static final TestExecutionResult FAILED = TestExecutionResult.failed(new AssertionError("broken"));

    /** What JUnit's listener is notified of. */
    private final List<String> events = new ArrayList<>();

    private final EnvironmentDescriptor host = new EnvironmentDescriptor(UniqueId.forEngine("bpf-iterator"), "host");
    private final MirrorDescriptor type = add(host, node(AgentIds.ROOT, "class", "A", Type.CONTAINER));
    private final MirrorDescriptor one = add(type, node(type.agentId(), "method", "one", Type.TEST));
    private final MirrorDescriptor two = add(type, node(type.agentId(), "method", "two", Type.TEST));
    private final MirrorDescriptor inner = add(type, node(type.agentId(), "class", "Inner", Type.CONTAINER));
    private final MirrorDescriptor three = add(inner, node(inner.agentId(), "method", "three", Type.TEST));
    private final MirrorDescriptor other = add(host, node(AgentIds.ROOT, "class", "B", Type.CONTAINER));
    private final MirrorDescriptor factory = add(other, node(other.agentId(), "test-factory", "all", Type.CONTAINER));
    private final TestTree tree = new TestTree(host, new EventList());

    private static Node node(UniqueId parent, String segment, String name, Type kind) {
        Source source = segment.equals("class")
                ? new Source(name, null, null, null, null, null)
                : new Source("A", name, null, null, null, null);
        return new Node(parent.append(segment, name).toString(), parent.toString(), name, name, kind, Set.of(), source);
    }

    private MirrorDescriptor add(TestDescriptor parent, Node node) {
        MirrorDescriptor descriptor = MirrorDescriptor.of(host, parent, node);
        parent.addChild(descriptor);
        return descriptor;
    }

    private Node dynamic(String name) {
        return node(factory.agentId(), "dynamic-test", name, Type.TEST);
    }

    private TestDescriptor registered(String name) {
        tree.register(dynamic(name));
        return tree.named(dynamic(name).id());
    }

    private List<String> eventsOf(Runnable calls) {
        events.clear();
        calls.run();
        return List.copyOf(events);
    }

    private void pass(TestDescriptor... tests) {
        for (TestDescriptor test : tests) {
            tree.finish(test, PASSED);
        }
    }

    @Nested
    class A_test {

        @Test
        void starts_once_and_after_its_classes() {
            assertThat(eventsOf(() -> tree.start(three)))
                    .containsExactly("A started", "Inner started", "three started");
            assertThat(eventsOf(() -> tree.start(three))).isEmpty();
            assertThat(eventsOf(() -> tree.start(one))).containsExactly("one started");
        }

        @Test
        void has_the_first_of_its_results() {
            tree.start(one);

            assertThat(eventsOf(() -> tree.finish(one, FAILED))).containsExactly("one FAILED");
            assertThat(eventsOf(() -> tree.finish(one, PASSED))).isEmpty();
            assertThat(eventsOf(() -> tree.skip(one, "late"))).isEmpty();
            assertThat(eventsOf(() -> tree.settle(one, PASSED))).isEmpty();
        }

        @Test
        void that_ends_has_started() {
            assertThat(eventsOf(() -> tree.finish(one, PASSED)))
                    .containsExactly("A started", "one started", "one SUCCESSFUL");
        }

        @Test
        void that_is_skipped_does_not_start_but_its_class_does() {
            assertThat(eventsOf(() -> tree.skip(one, "not today")))
                    .containsExactly("A started", "one skipped: not today");
            assertThat(eventsOf(() -> tree.finish(one, PASSED))).isEmpty();
        }

        @Test
        void is_known_by_the_agents_id() {
            assertThat(tree.named(one.agentId().toString())).isSameAs(one);
            assertThat(tree.named(AgentIds.ROOT.toString())).isSameAs(host);
        }

        @Test
        void that_is_not_registered_is_invalid() {
            assertThatThrownBy(() -> tree.named(dynamic("first").id()))
                    .isInstanceOf(InvalidMessageException.class)
                    .hasMessageStartingWith("it reports a test that it has not registered, \"[engine:junit-jupiter]/");
        }

        @Test
        void can_be_registered_while_others_run() {
            assertThat(eventsOf(() -> registered("first"))).containsExactly("first registered");
            TestDescriptor first = tree.named(dynamic("first").id());

            assertThat(first.getParent()).contains(factory);
            assertThat(eventsOf(() -> tree.finish(first, PASSED)))
                    .containsExactly("B started", "all started", "first started", "first SUCCESSFUL");
        }

        @Test
        void cannot_be_registered_twice() {
            registered("first");

            assertThatThrownBy(() -> tree.register(dynamic("first")))
                    .isInstanceOf(InvalidMessageException.class)
                    .hasMessageStartingWith("it registers a test twice, \"[engine:junit-jupiter]/");
            assertThat(factory.getChildren()).hasSize(1);
        }
    }

    @Nested
    class A_class {

        @Test
        void ends_when_the_agent_says_so() {
            pass(one, two, three);

            assertThat(eventsOf(() -> tree.finish(inner, PASSED))).containsExactly("Inner SUCCESSFUL");
            assertThat(eventsOf(() -> tree.finish(type, PASSED))).containsExactly("A SUCCESSFUL");
        }

        @Test
        void that_fails_before_its_tests_fails_each_of_them_and_not_itself() {
            assertThat(eventsOf(() -> tree.finish(type, FAILED)))
                    .containsExactly(
                            "A started",
                            "one started",
                            "one FAILED",
                            "two started",
                            "two FAILED",
                            "Inner started",
                            "three started",
                            "three FAILED",
                            "Inner SUCCESSFUL",
                            "A SUCCESSFUL");
        }

        @Test
        void that_fails_during_its_tests_fails_the_others() {
            pass(one);

            assertThat(eventsOf(() -> tree.finish(type, FAILED)))
                    .contains("two FAILED", "three FAILED")
                    .doesNotContain("one FAILED");
        }

        @Test
        void that_fails_after_its_tests_adds_a_failing_test() {
            pass(one, two, three, inner);

            assertThat(eventsOf(() -> tree.finish(type, FAILED)))
                    .containsExactly(
                            "lifecycle of the class registered",
                            "lifecycle of the class started",
                            "lifecycle of the class FAILED",
                            "A SUCCESSFUL");
            assertThat(type.getChildren()).hasSize(4);
        }

        @Test
        void whose_tests_have_ended_has_no_result_of_its_own() {
            pass(one, two, three, inner);

            assertThat(eventsOf(() -> tree.settle(type, FAILED))).containsExactly("A SUCCESSFUL");
        }

        @Test
        void without_tests_that_fails_adds_a_failing_test() {
            MirrorDescriptor empty = add(host, node(AgentIds.ROOT, "class", "C", Type.CONTAINER));
            TestTree withEmpty = new TestTree(host, new EventList());

            assertThat(eventsOf(() -> withEmpty.finish(empty, FAILED)))
                    .containsExactly(
                            "lifecycle of the class registered",
                            "C started",
                            "lifecycle of the class started",
                            "lifecycle of the class FAILED",
                            "C SUCCESSFUL");
        }

        @Test
        void that_is_skipped_skips_each_of_its_tests() {
            assertThat(eventsOf(() -> tree.skip(type, "all of it")))
                    .containsExactly(
                            "A started",
                            "one skipped: all of it",
                            "two skipped: all of it",
                            "Inner started",
                            "three skipped: all of it",
                            "Inner SUCCESSFUL",
                            "A SUCCESSFUL");
        }
    }

    @Nested
    class A_container {

        @Test
        void has_its_own_failure() {
            assertThat(eventsOf(() -> tree.finish(factory, FAILED)))
                    .containsExactly("B started", "all started", "all FAILED");
        }

        @Test
        void without_tests_gets_the_result_of_what_ended_it() {
            assertThat(eventsOf(() -> tree.settle(other, FAILED)))
                    .containsExactly("B started", "all started", "all FAILED", "B SUCCESSFUL");
        }

        @Test
        void with_a_test_without_a_result_gives_it_to_the_test() {
            registered("first");

            assertThat(eventsOf(() -> tree.settle(factory, FAILED)))
                    .containsExactly("B started", "all started", "first started", "first FAILED", "all SUCCESSFUL");
        }

        @Test
        void whose_tests_have_ended_gets_the_result_itself() {
            pass(registered("first"));

            assertThat(eventsOf(() -> tree.settle(factory, FAILED))).containsExactly("all FAILED");
        }
    }

    @Nested
    class The_rest {

        @Test
        void of_the_tests_gets_a_result() {
            pass(one, two);

            assertThat(eventsOf(() -> tree.settleRest(FAILED)))
                    .contains("three FAILED", "all FAILED", "A SUCCESSFUL", "B SUCCESSFUL")
                    .doesNotContain("one FAILED", "two FAILED");
            assertThat(tree.unsettledLeaves()).isEmpty();
        }

        @Test
        void is_a_test_of_the_environment_if_all_tests_have_a_result() {
            pass(one, two, three, factory);

            assertThat(eventsOf(() -> tree.settleRest(FAILED)))
                    .containsExactly(
                            "HarnessEngine registered",
                            "lifecycle of the environment registered",
                            "HarnessEngine started",
                            "lifecycle of the environment started",
                            "lifecycle of the environment FAILED",
                            "HarnessEngine SUCCESSFUL");
            assertThat(host.getChildren()).hasSize(3);
        }

        @Test
        void of_a_running_class_gets_a_result_and_other_classes_remain() {
            tree.start(one);

            assertThat(eventsOf(() -> assertThat(tree.settleStarted(FAILED)).isTrue()))
                    .contains("one FAILED", "two FAILED", "three FAILED", "A SUCCESSFUL")
                    .doesNotContain("B started");
            assertThat(tree.unsettledLeaves()).containsExactly(factory);
        }

        @Test
        void gets_a_result_if_no_class_is_running() {
            pass(one, two, three, inner, type);

            assertThat(eventsOf(() -> assertThat(tree.settleStarted(FAILED)).isFalse()))
                    .containsExactly("B started", "all started", "all FAILED", "B SUCCESSFUL");
        }

        @Test
        void consists_of_the_tests_without_a_result() {
            assertThat(tree.unsettledLeaves()).containsExactly(one, two, three, factory);
            pass(two);
            tree.skip(three, "not today");

            assertThat(tree.unsettledLeaves()).containsExactly(one, factory);
        }

        @Test
        void of_the_classes_ends() {
            pass(one, two, three, factory);

            assertThat(eventsOf(tree::endClasses)).containsExactly("Inner SUCCESSFUL", "A SUCCESSFUL", "B SUCCESSFUL");
        }
    }

    @Nested
    class An_environment {

        @Test
        void neither_starts_nor_ends_as_one_of_its_tests() {
            assertThat(eventsOf(() -> tree.start(host))).isEmpty();
            assertThat(eventsOf(() -> tree.finish(host, PASSED))).isEmpty();
        }

        @Test
        void has_ended_a_test_only_when_a_test_has_ended() {
            assertThat(tree.hasEndedTest()).isFalse();
            pass(factory, other);
            assertThat(tree.hasEndedTest()).isFalse();
            pass(one, type);
            assertThat(tree.hasEndedTest()).isTrue();
        }

        @Test
        void has_ended_a_test_that_was_skipped() {
            tree.skip(one, "not today");

            assertThat(tree.hasEndedTest()).isTrue();
        }
    }

    private final class EventList implements EngineExecutionListener {

        private void add(TestDescriptor test, String what) {
            events.add(test.getDisplayName().replace(" [host]", "") + " " + what);
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
        public void executionSkipped(TestDescriptor test, String reason) {
            add(test, "skipped: " + reason);
        }

        @Override
        public void executionFinished(TestDescriptor test, TestExecutionResult result) {
            add(test, result.getStatus().name());
        }
    }
}
