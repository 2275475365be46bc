// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {

    private static final SettingsCheck EXTENSION_ONLY = new SettingsCheck(List.of());
    private static final SettingsCheck WITH_HARNESS = new SettingsCheck(List.of(
            Setting.optional("bpfiterator.environments", ValueType.text("a name"), "none", "…"),
            Setting.of("bpfiterator.vm.memory", ValueType.number("megabytes", 256, 4096), "1024", "…")));

    @Test
    void reports_nothing_if_all_values_are_valid() {
        assertThat(problems(EXTENSION_ONLY, Map.of("bpfiterator.strict", "true", "bpfiterator.output.lines", "3")))
                .isEmpty();
    }

    @Test
    void ignores_names_without_the_prefix() {
        assertThat(problems(EXTENSION_ONLY, Map.of("test.map.id", "7", "bpfiterators", "many")))
                .isEmpty();
    }

    @Test
    void reports_all_invalid_values_sorted_by_key() {
        assertThat(problems(EXTENSION_ONLY, Map.of("bpfiterator.strict", "yes", "bpfiterator.report", "all")))
                .containsExactly(
                        "bpfiterator.report is \"all\": it must be failures, always or never.",
                        "bpfiterator.strict is \"yes\": it must be true or false.");
    }

    @Nested
    class An_unknown_key {

        @ParameterizedTest
        @CsvSource({
            "bpfiterator.enviroments, bpfiterator.environments",
            "bpfiterator.strct, bpfiterator.strict",
            "bpfiterator.outputlines, bpfiterator.output.lines",
        })
        void is_reported_with_the_nearest_one(String wrong, String right) {
            for (SettingsCheck check : List.of(EXTENSION_ONLY, WITH_HARNESS)) {
                assertThat(problems(check, Map.of(wrong, "true")))
                        .containsExactly("Unknown setting " + wrong + ". Did you mean " + right + "?");
            }
        }

        @Test
        void without_a_similar_one_must_be_removed() {
            assertThat(problems(EXTENSION_ONLY, Map.of("bpfiterator.auto", "true")))
                    .containsExactly(
                            "Unknown setting bpfiterator.auto. Remove it: the prefix bpfiterator. is reserved for the"
                                    + " settings that docs/settings.md lists.");
        }
    }

    @Nested
    class Settings_of_the_kernel_harness {

        @ParameterizedTest
        @ValueSource(strings = {"bpfiterator.auto.machine", "bpfiterator.vm.memory", "bpfiterator.timeout"})
        void are_ignored_without_it(String key) {
            assertThat(problems(EXTENSION_ONLY, Map.of(key, "x"))).isEmpty();
        }

        @Test
        void that_name_environments_are_refused_without_it() {
            assertThat(problems(EXTENSION_ONLY, Map.of("bpfiterator.environments", " vm:6.12 ")))
                    .containsExactly(
                            "bpfiterator.environments is \"vm:6.12\", but bpf-iterator-kernel-harness is not on"
                                    + " the class path. Add it as a test dependency, or set bpfiterator.environments ="
                                    + " none for this module.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"none", " none ", " "})
        void may_name_no_environment_without_it(String none) {
            assertThat(problems(EXTENSION_ONLY, Map.of("bpfiterator.environments", none)))
                    .isEmpty();
        }

        @Test
        void are_checked_with_it() {
            assertThat(problems(WITH_HARNESS, Map.of("bpfiterator.vm.memory", "12x", "bpfiterator.vm.memroy", "1024")))
                    .containsExactly(
                            "bpfiterator.vm.memory is \"12x\": it must be a whole number of megabytes between 256 and"
                                    + " 4096.",
                            "Unknown setting bpfiterator.vm.memroy. Did you mean bpfiterator.vm.memory?");
        }
    }

    @Test
    void refuses_a_system_property_that_is_set_elsewhere() {
        assertThat(problems(EXTENSION_ONLY, Map.of("bpfiterator.clang", "clang-19")))
                .containsExactly(
                        "bpfiterator.clang is set as a configuration parameter of JUnit, but is read only as a system"
                                + " property. Set it with -Dbpfiterator.clang=clang-19.");
    }

    @Test
    void accepts_a_system_property_that_is_blank_or_set_as_one() {
        assertThat(problems(EXTENSION_ONLY, Map.of("bpfiterator.clang", " "))).isEmpty();

        System.setProperty("bpfiterator.clang.flags", "-g");
        try {
            assertThat(problems(EXTENSION_ONLY, Map.of("bpfiterator.clang.flags", "-g")))
                    .isEmpty();
        } finally {
            System.clearProperty("bpfiterator.clang.flags");
        }
    }

    @Test
    void has_the_keys_of_the_documentation_and_the_environments() {
        assertThat(EXTENSION_ONLY.keys()).startsWith("bpfiterator.unavailable").endsWith("bpfiterator.environments");
        assertThat(WITH_HARNESS.keys())
                .endsWith("bpfiterator.environments", "bpfiterator.vm.memory")
                .doesNotHaveDuplicates();
    }

    @Test
    void has_a_valid_default_for_each_setting() {
        assertThat(ExtensionSettings.ALL).allSatisfy(setting -> assertThat(setting.defaultText())
                .satisfiesAnyOf(text -> assertThat(text).isEmpty(), text -> assertThat(
                                setting.type().parser().apply(text.orElseThrow()))
                        .isPresent()));
    }

    private static List<String> problems(SettingsCheck check, Map<String, String> given) {
        return check.problems(given.keySet(), key -> Optional.ofNullable(given.get(key)));
    }
}
