// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.harness.internal.wire.InvalidMessageException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.UniqueId;

class AgentIdsTest {

    private static final UniqueId ENGINE = UniqueId.forEngine("bpf-iterator");
    private static final UniqueId HOST = ENGINE.append("environment", "host");
    private static final UniqueId IN_AGENT =
            UniqueId.forEngine("junit-jupiter").append("class", "A").append("method", "one()");
    private static final UniqueId IN_HARNESS = HOST.append("class", "A").append("method", "one()");

    @Nested
    class A_test {

        @Test
        void has_the_same_segments_in_the_agent_below_another_root() {
            assertThat(AgentIds.toHarness(HOST, IN_AGENT)).isEqualTo(IN_HARNESS);
            assertThat(AgentIds.toAgent(HOST, IN_HARNESS)).isEqualTo(IN_AGENT);
            assertThat(AgentIds.toAgent(HOST, HOST)).isEqualTo(AgentIds.ROOT);
        }

        @Test
        void belongs_to_the_environment_that_contains_it() {
            assertThat(AgentIds.environmentOf(ENGINE, IN_HARNESS)).contains(HOST);
            assertThat(AgentIds.environmentOf(ENGINE, HOST)).contains(HOST);
        }

        @Test
        void may_belong_to_no_environment() {
            assertThat(AgentIds.environmentOf(ENGINE, ENGINE)).isEmpty();
            assertThat(AgentIds.environmentOf(ENGINE, ENGINE.append("class", "host")))
                    .isEmpty();
            assertThat(AgentIds.environmentOf(
                            ENGINE, UniqueId.forEngine("other").append("environment", "host")))
                    .isEmpty();
        }
    }

    @Nested
    class Jupiter {

        @Test
        void is_beside_the_harness_in_the_whole_run() {
            assertThat(AgentIds.jupiterBeside(ENGINE)).isEqualTo(UniqueId.forEngine("junit-jupiter"));
        }

        @Test
        void is_beside_the_harness_in_a_suite() {
            UniqueId suite = UniqueId.forEngine("junit-platform-suite").append("suite", "All");

            assertThat(AgentIds.jupiterBeside(suite.appendEngine("bpf-iterator")))
                    .isEqualTo(suite.appendEngine("junit-jupiter"));
        }
    }

    @Nested
    class An_id_that_an_agent_sends {

        private static UniqueId nested(int segments) {
            UniqueId id = AgentIds.ROOT;
            for (int i = 1; i < segments; i++) {
                id = id.append("class", "A");
            }
            return id;
        }

        @Test
        void extends_that_of_its_parent() {
            assertThat(AgentIds.ofChild(IN_AGENT.removeLastSegment(), IN_AGENT.toString()))
                    .isEqualTo(IN_AGENT);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "[engine:junit-jupiter]/[class:B]/[method:one()]",
                    "[engine:junit-jupiter]/[class:A]",
                    "[engine:junit-jupiter]/[class:A]/[class:B]/[method:one()]"
                })
        void is_out_of_place_below_another(String id) {
            assertThatExceptionOfType(InvalidMessageException.class)
                    .isThrownBy(() -> AgentIds.ofChild(IN_AGENT.removeLastSegment(), id))
                    .withMessage("it sends an id out of place, \"" + id + "\"");
        }

        @Test
        void has_at_most_200_segments() {
            assertThat(AgentIds.ofChild(nested(199), nested(200).toString())).isEqualTo(nested(200));
            assertThatExceptionOfType(InvalidMessageException.class)
                    .isThrownBy(() -> AgentIds.ofChild(nested(200), nested(201).toString()))
                    .withMessageStartingWith("it sends an id out of place, ");
        }

        @Test
        void is_an_id() {
            assertThatExceptionOfType(InvalidMessageException.class)
                    .isThrownBy(() -> AgentIds.ofChild(IN_AGENT, "no id"))
                    .withMessage("it sends an invalid id, \"no id\"");
        }
    }
}
