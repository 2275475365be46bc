// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.wire.Node;
import io.bpfiterator.harness.internal.wire.Source;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestDescriptor.Type;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** What JUnit shows of a test or container of an environment. */
class MirrorDescriptorTest {

    private static final Source CLASS = new Source("p.A", null, null, null, null, null);
    private static final Source METHOD = new Source("p.A", "one", "", null, null, null);
    private static final UniqueId CLASS_ID = AgentIds.ROOT.append("class", "A");

    private final EnvironmentDescriptor host = new EnvironmentDescriptor(UniqueId.forEngine("bpf-iterator"), "host");
    private final MirrorDescriptor type = mirror(host, CLASS_ID, "the class", "A", Type.CONTAINER, CLASS);

    private MirrorDescriptor mirror(
            TestDescriptor parent, UniqueId id, String name, String legacyName, Type kind, @Nullable Source source) {
        String parentId = id.removeLastSegment().toString();
        Node node = new Node(id.toString(), parentId, name, legacyName, kind, Set.of("slow"), source);
        MirrorDescriptor descriptor = MirrorDescriptor.of(host, parent, node);
        parent.addChild(descriptor);
        return descriptor;
    }

    private MirrorDescriptor test(MirrorDescriptor parent, String segment, String name) {
        return mirror(parent, parent.agentId().append(segment, name), "display " + name, name, Type.TEST, METHOD);
    }

    /** What Jupiter discovers in this JVM. */
    private static final class Found extends AbstractTestDescriptor {

        private final boolean registers;

        Found(UniqueId id, boolean registers) {
            super(id, "found", ClassSource.from("p.A"));
            this.registers = registers;
        }

        @Override
        public Type getType() {
            return Type.CONTAINER;
        }

        @Override
        public Set<TestTag> getTags() {
            return Set.of(TestTag.create("quick"));
        }

        @Override
        public boolean mayRegisterTests() {
            return registers;
        }
    }

    @Nested
    class The_environment {

        @Test
        void is_a_container_that_build_tools_do_not_take_for_a_class() {
            assertThat(host.getType()).isEqualTo(Type.CONTAINER);
            assertThat(host.getSource()).isEmpty();
            assertThat(host.name()).isEqualTo("host");
            assertThat(host.getDisplayName()).isEqualTo("host");
            assertThat(host.getLegacyReportingName()).isEqualTo("[host]");
        }
    }

    @Nested
    class A_test {

        private final MirrorDescriptor one = test(type, "method", "one()");

        @Test
        void has_the_environment_in_its_names() {
            assertThat(one.getDisplayName()).isEqualTo("display one() [host]");
            assertThat(one.getLegacyReportingName()).isEqualTo("one()[host]");
        }

        @Test
        void has_a_name_that_is_the_same_in_all_environments() {
            assertThat(one.ownName()).isEqualTo("one()");
            assertThat(test(type, "test-template-invocation", "#1").ownName()).isEqualTo("display #1");
        }

        @Test
        void is_what_the_agents_jupiter_describes() {
            assertThat(one.getUniqueId())
                    .isEqualTo(host.getUniqueId().append("class", "A").append("method", "one()"));
            assertThat(one.agentId()).isEqualTo(CLASS_ID.append("method", "one()"));
            assertThat(one.getType()).isEqualTo(Type.TEST);
            assertThat(one.getTags()).containsExactly(TestTag.create("slow"));
            assertThat(one.getSource()).contains(MethodSource.from("p.A", "one", ""));
            assertThat(one.isClass()).isFalse();
        }

        @Test
        void may_have_no_source_or_that_of_its_parent() {
            assertThat(mirror(one, one.agentId().append("dynamic-test", "#1"), "first", "first", Type.TEST, null)
                            .getSource())
                    .isEmpty();
            MirrorDescriptor second =
                    mirror(one, one.agentId().append("dynamic-test", "#2"), "second", "second", Type.TEST, METHOD);
            assertThat(second.getSource().orElseThrow())
                    .isSameAs(one.getSource().orElseThrow());
        }

        @Test
        void is_selected_by_its_id_unless_it_is_refined() {
            assertThat(one.selectors()).containsExactly("uid:[engine:junit-jupiter]/[class:A]/[method:one()]");
            one.refine("iteration:one");
            one.refine("iteration:two");
            assertThat(one.selectors()).containsExactly("iteration:one", "iteration:two");
        }
    }

    @Nested
    class A_test_factory {

        @Test
        void is_a_container_but_no_class() {
            MirrorDescriptor factory =
                    mirror(type, CLASS_ID.append("test-factory", "all()"), "all", "all()", Type.CONTAINER, METHOD);

            assertThat(factory.isClass()).isFalse();
            assertThat(factory.getDisplayName()).isEqualTo("all [host]");
            assertThat(factory.getLegacyReportingName()).isEqualTo("all()[host]");
            assertThat(factory.ownName()).isEqualTo("all()");
        }
    }

    @Nested
    class A_class {

        @Test
        void has_names_without_the_environment() {
            assertThat(type.getDisplayName()).isEqualTo("the class");
            assertThat(type.getLegacyReportingName()).isEqualTo("A");
            assertThat(type.isClass()).isTrue();
            assertThat(type.isClassInvocation()).isFalse();
            assertThat(type.isClassTemplate()).isFalse();
        }

        @Test
        void may_be_an_invocation_of_another() {
            MirrorDescriptor invocation = mirror(
                    type, CLASS_ID.append("class-template-invocation", "#1"), "[1]", "A[1]", Type.CONTAINER, CLASS);

            assertThat(invocation.isClassInvocation()).isTrue();
            assertThat(test(type, "class-template-invocation", "#2").isClassInvocation())
                    .isFalse();
        }

        @Test
        void keeps_its_tests_when_it_is_pruned() {
            MirrorDescriptor one = test(type, "method", "one()");
            type.prune();

            assertThat(type.getChildren()).hasSize(1);
            assertThat(MirrorDescriptor.leaves(host)).containsExactly(one);
        }

        @Test
        void without_tests_is_removed_when_it_is_pruned() {
            MirrorDescriptor empty = MirrorDescriptor.of(host, new Found(AgentIds.ROOT.append("class", "B"), false));
            host.addChild(empty);
            empty.prune();

            assertThat(host.getChildren()).hasSize(1);
        }

        @Test
        void that_jupiter_has_found_is_mirrored() {
            MirrorDescriptor found = MirrorDescriptor.of(host, new Found(CLASS_ID, false));

            assertThat(found.getDisplayName()).isEqualTo("found");
            assertThat(found.getTags()).containsExactly(TestTag.create("quick"));
            assertThat(found.mayRegisterTests()).isFalse();
            assertThat(MirrorDescriptor.of(host, new Found(CLASS_ID, true)).mayRegisterTests())
                    .isTrue();
        }
    }

    @Nested
    class A_class_template {

        private final MirrorDescriptor template =
                MirrorDescriptor.of(host, new Found(AgentIds.ROOT.append("class-template", "T"), false));

        @Test
        void has_instead_of_its_tests_their_selectors_when_it_is_pruned() {
            test(template, "method", "one()");
            test(template, "method", "two()").refine("iteration:two");
            template.prune();

            assertThat(template.isClassTemplate()).isTrue();
            assertThat(template.getChildren()).isEmpty();
            assertThat(template.mayRegisterTests()).isTrue();
            assertThat(template.selectors())
                    .containsExactly("uid:[engine:junit-jupiter]/[class-template:T]/[method:one()]", "iteration:two");
        }

        @Test
        void without_tests_is_pruned_as_any_class() {
            template.prune();

            assertThat(template.mayRegisterTests()).isFalse();
            assertThat(template.selectors()).containsExactly("uid:[engine:junit-jupiter]/[class-template:T]");
        }
    }

    @Nested
    class A_failure_that_belongs_to_no_test {

        @Test
        void is_a_test_of_its_class() {
            test(type, "method", "one()");

            MirrorDescriptor failure = MirrorDescriptor.lifecycle(host, type);

            assertThat(failure.getType()).isEqualTo(Type.TEST);
            assertThat(failure.getDisplayName()).isEqualTo("lifecycle of the class [host]");
            assertThat(failure.getSource()).contains(MethodSource.from("p.A", "lifecycle"));
            assertThat(failure.agentId()).isEqualTo(CLASS_ID.append("lifecycle", "1"));
            assertThat(failure.mayRegisterTests()).isFalse();
        }

        @Test
        void or_to_no_class_is_a_test_of_the_environment() {
            MirrorDescriptor environment = MirrorDescriptor.lifecycle(host);
            assertThat(environment.isClass()).isTrue();
            assertThat(environment.getDisplayName()).isEqualTo("HarnessEngine");
            assertThat(environment.getSource())
                    .contains(ClassSource.from("io.bpfiterator.harness.internal.engine.HarnessEngine"));
            assertThat(environment.agentId()).isEqualTo(AgentIds.ROOT.append("lifecycle", "1"));
            assertThat(environment.mayRegisterTests()).isTrue();

            assertThat(MirrorDescriptor.lifecycle(host, environment).getDisplayName())
                    .isEqualTo("lifecycle of the environment [host]");
        }
    }
}
