// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.figures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The statistics have the same meaning in the logs of all kernels. */
class VerifierStatisticsTest {

    private static final String PROCESSED =
            "processed 88467 insns (limit 1000000) max_states_per_insn 44 total_states 4141 peak_states 1137"
                    + " mark_read 56\n";

    private static VerifierStatistics in(String log) {
        return VerifierStatistics.in(log).orElseThrow();
    }

    @Test
    void of_instructions_and_states_are_in_one_line() {
        assertThat(in("verification time 355643 usec\nstack depth 144+280+120\n" + PROCESSED))
                .isEqualTo(new VerifierStatistics(88467, 4141, 1137, 44, 56, 544, 355643));
    }

    @Test
    void of_a_log_at_another_level_have_no_stack_and_no_time() {
        assertThat(in("0: (b7) r0 = 0\n1: (95) exit\n" + PROCESSED))
                .isEqualTo(new VerifierStatistics(88467, 4141, 1137, 44, 56, 0, 0));
    }

    @Test
    void are_those_of_the_last_attempt() {
        String first = "stack depth 8\nprocessed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0"
                + " peak_states 0 mark_read 0\n";
        assertThat(in(first + "stack depth 544\n" + PROCESSED))
                .extracting(VerifierStatistics::verifiedInstructions, VerifierStatistics::stackDepth)
                .containsExactly(88467, 544);
    }

    @Test
    void are_absent_if_the_verifier_did_not_start() {
        assertThat(VerifierStatistics.in("")).isEmpty();
        assertThat(VerifierStatistics.in("; processed = 1;\nstack depth 8\n")).isEmpty();
    }

    /** The sum, which all kernels have, is what veristat prints. */
    @Nested
    class The_stack_depth_is_the_sum_of_all_functions {

        @Test
        void beside_the_number_of_instructions_of_each() {
            assertThat(in("stack depth 8+16\ninsns processed 88400+67\n" + PROCESSED)
                            .stackDepth())
                    .isEqualTo(24);
        }

        @Test
        void beside_the_deepest_chain_of_calls() {
            assertThat(in("stack depth 8+16+32 max 40\n" + PROCESSED).stackDepth())
                    .isEqualTo(56);
        }

        @Test
        void with_a_line_for_each() {
            assertThat(in("stack depth max 40\nsubprog 0 (dump) main insns_self 3 insns_total 7 stack 8\n"
                                    + "subprog 1 (deeper) static insns_self 4 insns_total 4 stack 32\n" + PROCESSED)
                            .stackDepth())
                    .isEqualTo(40);
        }
    }
}
