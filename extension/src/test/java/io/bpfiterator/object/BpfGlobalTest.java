// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Objects;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsKernel
class BpfGlobalTest {

    private final OpenBpfObject open = OpenedObject.open(Objects.file("globals"));
    private BpfObject loaded;

    record Point(int x, int y) {}

    @AfterEach
    void close() {
        if (loaded != null) {
            loaded.close();
        }
    }

    private BpfObject load() {
        loaded = open.load();
        return loaded;
    }

    private String run() {
        return loaded.program("count").pin().text();
    }

    private static void fails(ThrowingCallable call, String message) {
        assertThatExceptionOfType(BpfException.class).isThrownBy(call).withMessageContaining(message);
    }

    @Nested
    class Before_the_load {

        @Test
        void constants_are_set_including_static_ones() {
            open.global("minimum", 7)
                    .global("hidden", (short) -32768)
                    .global("greeting", "good morning")
                    .global("loud", true);
            load();

            assertThat(run()).contains("minimum 7 hidden -32768 greeting good morning loud 1\n");
        }

        @Test
        void variables_are_set() {
            open.global("balance", Long.MIN_VALUE)
                    .global("small", 200)
                    .global("numbers", new int[] {65535, 2, 3, 4})
                    .global("seen", 1000)
                    .global("word", "abc")
                    .global("where", new Point(-7, 8))
                    .global("custom", -1L);
            load();

            assertThat(run())
                    .contains("balance -9223372036854775808 small 200 numbers 65535 4\n")
                    .contains("word abc where -7 8 custom 18446744073709551615\n");
            assertThat(loaded.global("seen").asInt()).isGreaterThan(1000);
        }

        @Test
        void variables_that_are_not_set_keep_their_value_from_the_source() {
            load();

            assertThat(run())
                    .isEqualTo("minimum 3 hidden -2 greeting hello loud 0\n"
                            + "balance -5 small 255 numbers 1 4\n"
                            + "word  where 1 -1 custom 77\n");
        }

        @Test
        void the_last_of_two_settings_holds() {
            open.global("greeting", "a long greeting").global("greeting", "hi");
            load();

            assertThat(loaded.global("greeting").asString()).isEqualTo("hi");
            assertThat(loaded.global("greeting").as(byte[].class)).startsWith('h', 'i', 0, 0, 0);
        }

        @Test
        void the_same_holds_for_a_load_through_libbpf() {
            try (BpfObject object = OpenedObject.open(Objects.file("globals"), true)
                    .global("minimum", 7)
                    .global("seen", 1000)
                    .global("custom", 5L)
                    .load()) {
                assertThat(object.program("count").pin().text()).contains("minimum 7 ", "custom 5\n");
                assertThat(object.global("seen").asInt()).isGreaterThan(1000);
            }
        }

        @Test
        void the_verifier_knows_a_constant() {
            open.only("bounded").global("minimum", 1000);

            fails(BpfGlobalTest.this::load, "The kernel's verifier refused program bounded");
        }

        @Test
        void the_kernels_configuration_cannot_be_set() {
            OpenBpfObject functions = OpenedObject.open(Objects.file("functions"));

            fails(
                    () -> functions.global("LINUX_KERNEL_VERSION", 1),
                    "Cannot set global variable LINUX_KERNEL_VERSION: libbpf fills it in from the kernel's"
                            + " configuration"
                            + " (__kconfig). Leave it as it is.");
            try (BpfObject object = functions.load()) {
                assertThat(object.global("LINUX_KERNEL_VERSION").asInt() >> 16)
                        .hasToString(io.bpfiterator.internal.kernel.KernelRelease.running()
                                .toString()
                                .split("\\.")[0]);
            }
        }
    }

    @Nested
    class After_the_load {

        @Test
        void all_are_listed() {
            assertThat(load().globals())
                    .containsExactlyInAnyOrder(
                            "minimum",
                            "hidden",
                            "greeting",
                            "loud",
                            "seen",
                            "balance",
                            "small",
                            "numbers",
                            "word",
                            "where",
                            "custom");
        }

        @Test
        void integers_have_their_value_whatever_their_width_and_sign() {
            load();

            assertThat(loaded.global("minimum").asLong()).isEqualTo(3);
            assertThat(loaded.global("hidden").asInt()).isEqualTo(-2);
            assertThat(loaded.global("hidden").as(Short.class)).isEqualTo((short) -2);
            assertThat(loaded.global("balance").asLong()).isEqualTo(-5);
            assertThat(loaded.global("small").asInt()).isEqualTo(255);
            assertThat(loaded.global("custom").asLong()).isEqualTo(77);
        }

        @Test
        void a_bool_is_a_boolean() {
            load();

            assertThat(loaded.global("loud").asBoolean()).isFalse();
        }

        @Test
        void an_array_of_char_is_a_string() {
            load();

            assertThat(loaded.global("greeting").asString()).isEqualTo("hello");
            assertThat(loaded.global("word").asString()).isEmpty();
        }

        @Test
        void an_array_of_numbers_is_an_array() {
            load();

            assertThat(loaded.global("numbers").as(int[].class)).containsExactly(1, 2, 3, 4);
        }

        @Test
        void a_struct_is_a_record() {
            load();

            assertThat(loaded.global("where").as(Point.class)).isEqualTo(new Point(1, -1));
        }

        @Test
        void variables_are_set_for_the_next_run_and_read_after_it() {
            load();
            loaded.global("seen").set(0);
            loaded.global("balance").set(-1L);
            loaded.global("small").set(0);
            loaded.global("numbers").set(List.of(9, 8, 7, 5));
            assertThat(loaded.global("numbers").as(int[].class)).containsExactly(9, 8, 7, 5);
            loaded.global("numbers").set(new int[] {9, 8, 7, 6});
            loaded.global("word").set("seven77");
            loaded.global("where").set(new Point(3, 4));
            loaded.global("custom").set(12L);

            assertThat(run())
                    .contains("balance -1 small 0 numbers 9 6\n")
                    .contains("word seven77 where 3 4 custom 12\n");
            assertThat(loaded.global("seen").asInt()).isPositive();
            assertThat(loaded.global("balance").asLong()).isZero();
        }

        @Test
        void constants_cannot_be_set() {
            load();

            fails(
                    () -> loaded.global("minimum").set(4),
                    "Cannot set global variable minimum: it is in .rodata, which is read-only after the load. Set it"
                            + " before the load, with OpenBpfObject.global.");
            assertThat(loaded.global("minimum").asInt()).isEqualTo(3);
        }

        @Test
        void setting_one_does_not_disturb_what_the_program_writes_to_another() throws Exception {
            load();
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                for (int i = 0; !done.get(); i++) {
                    loaded.global("small").set(i & 255);
                }
            });
            for (int i = 0; i < 200; i++) {
                run();
            }
            done.set(true);
            writer.get();

            assertThat(loaded.global("balance").asLong()).isEqualTo(195);
        }

        @Test
        void reading_while_the_object_is_closed_fails_with_a_message() throws Exception {
            load();
            BpfGlobal seen = loaded.global("seen");
            CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
                while (true) {
                    seen.asInt();
                }
            });
            loaded.close();

            assertThat(reader)
                    .failsWithin(java.time.Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingRootCause()
                    .withMessage(
                            "Cannot use the global variables in globals.bss: their object is closed. Use them before"
                                    + " it is"
                                    + " closed.");
        }

        @Test
        void variables_cannot_be_read_or_set_after_the_object_is_closed() {
            load();
            BpfGlobal seen = loaded.global("seen");
            seen.asInt();
            loaded.close();

            assertThatIllegalStateException()
                    .isThrownBy(seen::asInt)
                    .withMessageContaining("their object is closed. Use them before it is closed.");
            assertThatIllegalStateException().isThrownBy(() -> seen.set(1));
            assertThatIllegalStateException()
                    .isThrownBy(() -> loaded.global("balance"))
                    .withMessage("Cannot use map globals.data: it is closed. Use it before its owner is closed.");
        }
    }

    @Nested
    class A_mistake {

        @Test
        void in_the_name_lists_the_variables() {
            fails(() -> open.global("maximum", 1), "has no global variable maximum. Choose one of: ");
            fails(() -> load().global("maximum"), "has no global variable maximum. Choose one of: ");
            fails(() -> loaded.global("maximum"), "minimum");
        }

        @ParameterizedTest
        @ValueSource(strings = {"minimum", "small", "balance"})
        void in_the_type_says_what_to_use(String number) {
            fails(() -> open.global(number, "text"), "Global variable " + number + ": Java's String cannot hold");
            fails(() -> load().global(number).asString(), "Global variable " + number + ": Java's String cannot hold");
            fails(() -> loaded.global(number).asBoolean(), "Java's Boolean cannot hold");
        }

        @Test
        void in_the_type_of_a_struct_or_string_is_explained() {
            load();

            fails(
                    () -> loaded.global("where").asInt(),
                    "Global variable where: Java's Integer cannot hold struct point");
            fails(() -> loaded.global("greeting").asLong(), "Global variable greeting: Java's Long cannot hold");
            fails(() -> loaded.global("numbers").as(long.class), "Global variable numbers: Java's Long cannot hold");
        }

        @Test
        void in_the_value_leaves_the_variable_as_it_is() {
            fails(() -> open.global("minimum", -1), "Global variable minimum: -1 does not fit __u32");
            fails(() -> open.global("minimum", 4294967296L), "4294967296 does not fit");
            fails(() -> open.global("hidden", 32768), "Global variable hidden: 32768 does not fit __s16");
            fails(() -> open.global("greeting", "more than sixteen"), "Global variable greeting: ");
            fails(() -> open.global("numbers", new int[] {1, 2, 65536, 4}), "65536 does not fit");
            fails(() -> open.global("numbers", new int[] {1, 2}), "Global variable numbers: ");
            load();
            fails(() -> loaded.global("small").set(256), "Global variable small: 256 does not fit __u8");

            assertThat(run()).contains("minimum 3 hidden -2 greeting hello").contains("small 255 numbers 1 4\n");
        }
    }
}
