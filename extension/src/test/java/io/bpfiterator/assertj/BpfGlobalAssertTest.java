// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Each assertion passes for a right value, and fails with the variable's name and value for a wrong one. */
@BpfTest
@NeedsKernel
class BpfGlobalAssertTest {

    record Point(int x, int y) {}

    private BpfObject object;

    @BeforeEach
    void load(BpfSession bpf) {
        object = bpf.open("/globals.bpf.o").load();
    }

    private static void assertFails(ThrowingCallable assertion, String... parts) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessageContainingAll(parts);
    }

    @Test
    void an_integer_of_any_size_is_compared_with_one_of_any_type() {
        assertThat(object.global("minimum")).isEqualTo(3).isEqualTo(3L).isNotEqualTo(4);
        assertThat(object.global("balance")).isEqualTo(-5).isEqualTo((byte) -5);
        assertThat(object.global("small")).isEqualTo(255);
        assertFails(
                () -> assertThat(object.global("balance")).isEqualTo(7),
                "Expected global variable balance to be 7, but it is -5");
        assertFails(
                () -> assertThat(object.global("balance")).isNotEqualTo(-5),
                "Expected global variable balance not to be -5");
    }

    @Test
    void the_values_of_a_failure_are_numbers_of_one_type() {
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> assertThat(object.global("seen")).isEqualTo(1))
                .withMessage("Expected global variable seen to be 1, but it is 0")
                .satisfies(failure -> {
                    assertThat(failure.getExpected().getValue()).isEqualTo(1L);
                    assertThat(failure.getActual().getValue()).isEqualTo(0L);
                });
    }

    @Test
    void other_values_are_compared_as_what_is_expected() {
        assertThat(object.global("greeting")).isEqualTo("hello");
        assertThat(object.global("loud")).isEqualTo(false);
        assertThat(object.global("where")).isEqualTo(new Point(1, -1));
        assertThat(object.global("minimum")).isEqualTo(new byte[] {3, 0, 0, 0});
        assertFails(
                () -> assertThat(object.global("greeting")).isEqualTo("hullo"),
                "Expected global variable greeting to be \"hullo\", but it is \"hello\"");
    }

    @Test
    void navigates_to_asserts_of_a_type() {
        assertThat(object.global("minimum")).asInt().isBetween(1, 5);
        assertThat(object.global("balance")).asLong().isNegative();
        assertThat(object.global("loud")).asBoolean().isFalse();
        assertThat(object.global("greeting")).asString().startsWith("hel");
        assertThat(object.global("where")).as(Point.class).extracting(Point::x).isEqualTo(1);
        assertFails(() -> assertThat(object.global("minimum")).asInt().isZero(), "[global variable minimum]", "3");
    }

    @Test
    void a_type_that_does_not_match_the_variable_is_an_error() {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> assertThat(object.global("minimum")).isEqualTo("three"))
                .withMessageContaining("Global variable minimum");
    }

    @Test
    void each_assertion_reads_again() {
        BpfGlobalAssert seen = assertThat(object.global("seen")).isEqualTo(0);
        object.program("count").pin().text();
        seen.isNotEqualTo(0);
    }
}
