// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static io.bpfiterator.harness.support.Runs.launch;
import static io.bpfiterator.harness.support.Runs.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.EngineFilter.excludeEngines;

import io.bpfiterator.harness.internal.engine.fixtures.Annotated;
import io.bpfiterator.harness.internal.engine.fixtures.InBodies;
import io.bpfiterator.harness.internal.engine.fixtures.Pids;
import io.bpfiterator.harness.internal.engine.fixtures.Plain;
import io.bpfiterator.harness.support.Outcomes;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A test that was meant for an environment does not silently run in this JVM. */
class PlacementTest {

    @Nested
    class If_the_engine_is_excluded_from_the_run {

        @Test
        void a_class_that_uses_bpf_fails_and_names_the_environments() {
            Outcomes outcomes =
                    launch(request("vm:6.12", selectClass(Pids.class)).filters(excludeEngines("bpf-iterator")));

            assertThat(outcomes.failures()).isNotEmpty().allSatisfy(failure -> assertThat(failure)
                    .hasMessage("Cannot run " + Pids.class.getName()
                            + " in this JVM: bpfiterator.environments is \"vm:6.12\", and the engine"
                            + " bpf-iterator, which runs tests there, is excluded from this run. Include the"
                            + " engine, or set bpfiterator.environments = none."));
        }

        @Test
        void a_class_that_stays_in_this_jvm_passes() {
            assertThat(launch(request("vm:6.12", selectClass(Annotated.InThisJvm.class), selectClass(Plain.class))
                                    .filters(excludeEngines("bpf-iterator")))
                            .lines())
                    .containsExactlyInAnyOrder("junit-jupiter one() SUCCESSFUL", "junit-jupiter adds() SUCCESSFUL");
        }
    }

    @Nested
    class If_only_the_bodies_of_methods_use_bpf {

        @Test
        void opening_a_session_fails_and_says_how_to_move_the_class() {
            Outcomes outcomes = launch(request("vm:6.12", selectClass(InBodies.Opening.class)));

            assertThat(outcomes.failures()).hasSize(2).allSatisfy(failure -> assertThat(failure)
                    .hasMessage("Cannot open a BPF session in this JVM: bpfiterator.environments is \"vm:6.12\","
                            + " but " + InBodies.Opening.class.getName()
                            + " runs here, because only its methods' bodies use BPF. Annotate the class with"
                            + " @BpfTest, so that it runs there, or with @InEnvironments({}) to keep it"
                            + " here."));
        }

        @Test
        void opening_a_session_passes_in_a_class_that_stays_in_this_jvm() {
            assertThat(launch(request("vm:6.12", selectClass(InBodies.KeptHere.class)))
                            .failures())
                    .isEmpty();
        }

        @Test
        void opening_a_session_passes_without_environments() {
            assertThat(launch(request("none", selectClass(InBodies.Opening.class)))
                            .failures())
                    .isEmpty();
        }
    }

    @Nested
    class A_nested_class {

        @Test
        void cannot_select_environments() {
            Outcomes outcomes = launch(request("none", selectClass(InBodies.NestedElsewhere.class)));

            assertThat(outcomes.failures()).hasSize(1).first().satisfies(failure -> assertThat(failure)
                    .hasMessageContaining("Cannot use @InEnvironments of "
                            + InBodies.NestedElsewhere.class.getName() + "$Inner: an inner class runs where its"
                            + " top-level class runs. Put the annotation on "
                            + InBodies.NestedElsewhere.class.getName() + ", or make"));
        }
    }
}
