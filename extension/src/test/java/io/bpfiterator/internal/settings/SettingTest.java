// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.failure.BpfException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {

    private enum Speed {
        SLOW,
        FAST
    }

    private static final ValueType<List<String>> NAMES =
            ValueType.list(ValueType.text("a name"), ",", "names, separated by commas");

    @Nested
    class A_setting_that_is_not_set {

        @Test
        void has_its_default() {
            Settings none = key -> Optional.empty();

            assertThat(none.value(Setting.of("bpfiterator.x", ValueType.number("lines", 0, 9), "7", "…")))
                    .isEqualTo(7);
            assertThat(none.given(Setting.of("bpfiterator.x", ValueType.number("lines", 0, 9), "7", "…")))
                    .isEmpty();
        }

        @Test
        void and_has_no_default_has_no_value() {
            assertThatThrownBy(() -> settings(" ").value(setting(NAMES)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("bpfiterator.x has no default.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "  "})
        void may_be_blank(String blank) {
            assertThat(settings(blank).given(setting(NAMES))).isEmpty();
        }
    }

    @Nested
    class A_valid_value_is_read_as {

        @Test
        void a_choice_in_either_case() {
            assertThat(read("fast", ValueType.oneOf("slow", "fast"))).isEqualTo("fast");
            assertThat(read(" FAST ", ValueType.oneOf("slow", "fast"))).isEqualTo("fast");
            assertThat(read("Fast", ValueType.constants(Speed.class))).isEqualTo(Speed.FAST);
        }

        @Test
        void true_or_false() {
            assertThat(read("true", ValueType.flag())).isTrue();
            assertThat(read("false", ValueType.flag())).isFalse();
        }

        @Test
        void a_number_in_its_range() {
            assertThat(read("1", ValueType.number("lines", 1, 9))).isEqualTo(1);
            assertThat(read("9", ValueType.number("lines", 1, 9))).isEqualTo(9);
            assertThat(read("90", ValueType.seconds(90))).isEqualTo(Duration.ofSeconds(90));
        }

        @Test
        void a_port_or_zero_for_any_free_one() {
            assertThat(read("0", ValueType.port())).isZero();
            assertThat(read("65535", ValueType.port())).isEqualTo(65535);
            assertRefused("65536", ValueType.port())
                    .hasMessage("bpfiterator.x is \"65536\": it must be the number of a port between 0 and 65535.");
        }

        @Test
        void a_path() {
            assertThat(read("a/b", ValueType.path())).isEqualTo(Path.of("a/b"));
            assertThat(read("/a/./b", ValueType.absolutePath())).isEqualTo(Path.of("/a/b"));
        }

        @Test
        void a_text_that_matches() {
            assertThat(read("abc", ValueType.matching(Pattern.compile("[a-z]+"), "small letters")))
                    .isEqualTo("abc");
        }

        @Test
        void a_list_without_blank_elements() {
            assertThat(read(" a ,b,, c c,", NAMES)).containsExactly("a", "b", "c c");
        }
    }

    @Nested
    class An_invalid_value_is_refused {

        @Test
        void as_a_choice_with_the_nearest_one() {
            assertRefused("alwys", ValueType.oneOf("failures", "always", "never"))
                    .hasMessage(
                            "bpfiterator.x is \"alwys\": it must be failures, always or never. Did you mean always?");
            assertRefused("sometimes", ValueType.oneOf("failures", "always", "never"))
                    .hasMessage("bpfiterator.x is \"sometimes\": it must be failures, always or never.");
            assertRefused("fats", ValueType.constants(Speed.class))
                    .hasMessage("bpfiterator.x is \"fats\": it must be slow or fast. Did you mean fast?");
            assertRefused("yes", ValueType.flag()).hasMessage("bpfiterator.x is \"yes\": it must be true or false.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "10", "-1", "1.5", "5x", "five", "99999999999999999999", "٣"})
        void as_a_number(String text) {
            assertRefused(text, ValueType.number("lines", 1, 9))
                    .hasMessage(
                            "bpfiterator.x is \"" + text + "\": it must be a whole number of lines between 1 and 9.");
        }

        @Test
        void as_a_path() {
            assertRefused("a\0b", ValueType.path()).hasMessage("bpfiterator.x is \"a\0b\": it must be a path.");
            assertRefused("a/b", ValueType.absolutePath())
                    .hasMessage("bpfiterator.x is \"a/b\": it must be an absolute path.");
        }

        @Test
        void as_a_text_that_does_not_match() {
            assertRefused("7", ValueType.matching(Pattern.compile("[a-z]+"), "a small letter"))
                    .hasMessage("bpfiterator.x is \"7\": it must be a small letter.");
        }

        @ParameterizedTest
        @ValueSource(strings = {",", " , ,"})
        void as_an_empty_list(String text) {
            assertRefused(text, NAMES)
                    .hasMessage("bpfiterator.x is \"" + text.strip() + "\": it must be names, separated by commas.");
        }

        @Test
        void as_a_list_with_an_invalid_element() {
            assertRefused("/a:b", ValueType.list(ValueType.absolutePath(), ":", "absolute paths, separated by colons"))
                    .hasMessage("bpfiterator.x is \"/a:b\": it must be absolute paths, separated by colons.");
        }
    }

    @Test
    void a_setting_is_named_by_its_key() {
        assertThat(setting(NAMES)).hasToString("bpfiterator.x");
        assertThat(setting(NAMES).asSystemProperty().systemPropertyOnly()).isTrue();
    }

    private static <T> Setting<T> setting(ValueType<T> type) {
        return Setting.optional("bpfiterator.x", type, "nothing", "Sets something in a test.");
    }

    private static Settings settings(String text) {
        return key -> key.equals("bpfiterator.x") ? Optional.of(text) : Optional.empty();
    }

    private static <T> T read(String text, ValueType<T> type) {
        return settings(text).value(setting(type));
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(String text, ValueType<?> type) {
        return assertThatThrownBy(() -> read(text, type)).isInstanceOf(BpfException.class);
    }
}
