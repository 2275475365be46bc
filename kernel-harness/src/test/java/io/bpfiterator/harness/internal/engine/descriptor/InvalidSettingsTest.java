// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.ConfigurationParameters;

class InvalidSettingsTest {

    private record Parameters(Map<String, String> values) implements ConfigurationParameters {

        @Override
        public Optional<String> get(String key) {
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public Optional<Boolean> getBoolean(String key) {
            return get(key).map(Boolean::valueOf);
        }

        @Override
        @Deprecated
        public int size() {
            return values.size();
        }

        @Override
        public Set<String> keySet() {
            return values.keySet();
        }
    }

    @Test
    void are_named_with_what_they_must_be() {
        assertThat(InvalidSettings.in(new Parameters(Map.of("bpfiterator.report", "sometimes"))))
                .containsExactly("bpfiterator.report is \"sometimes\": it must be failures, always or never.");
    }

    @Test
    void may_have_a_misspelt_name() {
        assertThat(InvalidSettings.in(new Parameters(Map.of("bpfiterator.reprot", "always"))))
                .singleElement()
                .asString()
                .contains("bpfiterator.reprot", "bpfiterator.report");
    }

    @Test
    void are_not_those_of_others() {
        assertThat(InvalidSettings.in(new Parameters(Map.of("bpfiterator.report", "always"))))
                .isEmpty();
        assertThat(InvalidSettings.in(new Parameters(Map.of("bpf-iterator.reprot", "sometimes"))))
                .isEmpty();
    }
}
