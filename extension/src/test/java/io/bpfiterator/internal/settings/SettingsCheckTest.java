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

    private static final SettingsCheck EXTENSION_ALONE = new SettingsCheck(List.of());
    private static final SettingsCheck WITH_HARNESS = new SettingsCheck(List.of(
            Setting.optional("bpfiterator.environments", ValueType.text("a name"), "none", "…"),
            Setting.of("bpfiterator.vm.memory", ValueType.number("megabytes", 256, 4096), "1024", "…")));

    @Test
    void finds_nothing_where_nothing_is_wrong() {
        assertThat(problems(EXTENSION_ALONE, Map.of("bpfiterator.strict", "true", "bpfiterator.output.lines", "3")))
                .isEmpty();
    }

    @Test
    void leaves_the_names_that_are_the_users_own() {
        assertThat(problems(EXTENSION_ALONE, Map.of("test.map.id", "7", "bpfiterators", "many")))
                .isEmpty();
    }

    @Test
    void says_all_that_is_wrong_by_key() {
        assertThat(problems(EXTENSION_ALONE, Map.of("bpfiterator.strict", "yes", "bpfiterator.report", "all")))
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
        void has_the_nearest_one(String wrong, String right) {
            for (SettingsCheck check : List.of(EXTENSION_ALONE, WITH_HARNESS)) {
                assertThat(problems(check, Map.of(wrong, "true")))
                        .containsExactly("There is no setting " + wrong + ". Did you mean " + right + "?");
            }
        }

        @Test
        void that_is_like_none_is_to_be_removed() {
            assertThat(problems(EXTENSION_ALONE, Map.of("bpfiterator.auto", "true")))
                    .containsExactly(
                            "There is no setting bpfiterator.auto. Remove it: names that begin with bpfiterator."
                                    + " are those of bpf-iterator, and docs/settings.md lists them.");
        }
    }

    @Nested
    class The_kernel_harness_s {

        @ParameterizedTest
        @ValueSource(strings = {"bpfiterator.auto.machine", "bpfiterator.vm.memory", "bpfiterator.timeout"})
        void are_left_alone_where_it_is_not_there(String key) {
            assertThat(problems(EXTENSION_ALONE, Map.of(key, "x"))).isEmpty();
        }

        @Test
        void are_checked_where_it_is() {
            assertThat(problems(WITH_HARNESS, Map.of("bpfiterator.vm.memory", "12x", "bpfiterator.vm.memroy", "1024")))
                    .containsExactly(
                            "bpfiterator.vm.memory is \"12x\": it must be a whole number of megabytes between 256 and"
                                    + " 4096.",
                            "There is no setting bpfiterator.vm.memroy. Did you mean bpfiterator.vm.memory?");
        }
    }

    @Test
    void says_that_a_system_property_is_no_other_parameter() {
        assertThat(problems(EXTENSION_ALONE, Map.of("bpfiterator.clang", "clang-19")))
                .containsExactly(
                        "bpfiterator.clang is a configuration parameter of JUnit: it is read as a system property"
                                + " only. Set it with -Dbpfiterator.clang=clang-19.");
    }

    @Test
    void knows_the_right_default_of_each_setting() {
        assertThat(ExtensionSettings.ALL).allSatisfy(setting -> assertThat(setting.defaultText())
                .satisfiesAnyOf(text -> assertThat(text).isEmpty(), text -> assertThat(
                                setting.type().parser().apply(text.orElseThrow()))
                        .isPresent()));
    }

    private static List<String> problems(SettingsCheck check, Map<String, String> given) {
        return check.problems(given.keySet(), key -> Optional.ofNullable(given.get(key)));
    }
}
