// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.feature.Availability.Status;
import io.bpfiterator.internal.feature.Feature.Kind;
import io.bpfiterator.internal.targets.Target;
import io.bpfiterator.support.NeedsKernel;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureProbesTest {

    private final SimulatedKernel kernel = SimulatedKernel.withEverything();

    @Nested
    class An_iterator_target {

        @Test
        void is_available_if_a_program_for_it_is_loaded() {
            assertThat(kernel.probes().iterator("task")).isEqualTo(Availability.AVAILABLE);
        }

        @Test
        void is_absent_without_a_name_in_the_btf() {
            assertThat(kernel.without("cgroup").probes().iterator("cgroup")).isEqualTo(Availability.ABSENT);
            assertThat(kernel.loads()).isZero();
        }

        @Test
        void is_absent_if_the_kernel_has_not_registered_it() {
            assertThat(kernel.refusing("unix", Errno.EINVAL).probes().iterator("unix"))
                    .isEqualTo(Availability.ABSENT);
        }

        @ParameterizedTest
        @CsvSource({"EPERM", "EACCES"})
        void is_refused_if_a_privileged_process_cannot_load_it(Errno errno) {
            assertThat(kernel.refusing("bpf_map_elem", errno).probes().iterator("bpf_map_elem"))
                    .isEqualTo(new Availability(Status.REFUSED, errno.number(), ""));
        }

        @Test
        void is_not_determined_without_privilege() {
            assertThat(kernel.withoutPrivilege().probes().iterator("task"))
                    .isEqualTo(new Availability(Status.NO_PRIVILEGE, Errno.EPERM.number(), ""));
        }

        @Test
        void is_unknown_for_any_other_error() {
            assertThat(kernel.refusing("task", Errno.ENOMEM).probes().iterator("task"))
                    .isEqualTo(Availability.unknown("the kernel returned cannot allocate memory (ENOMEM)"));
        }

        @Test
        void is_unknown_without_btf() {
            assertThat(kernel.withoutBtf().probes().iterator("task"))
                    .isEqualTo(Availability.unknown("The running kernel has no BTF."));
        }

        @Test
        void is_probed_once_at_the_first_request() {
            FeatureProbes probes = kernel.probes();
            assertThat(kernel.loads()).isZero();

            probes.iterator("task");
            probes.iterator("task");

            assertThat(kernel.loads()).isEqualTo(1);
        }

        @Test
        void is_listed_with_all_others_in_the_btf() {
            assertThat(kernel.without("dmabuf")
                            .refusing("sockmap", Errno.EPERM)
                            .probes()
                            .iterators())
                    .hasSize(Target.values().length - 1)
                    .containsEntry("task", Availability.AVAILABLE)
                    .containsEntry("sockmap", Availability.refused(Errno.EPERM.number()))
                    .doesNotContainKey("dmabuf");
        }
    }

    @Nested
    class A_helper {

        @Test
        void is_available_if_a_program_that_calls_it_is_loaded() {
            assertThat(helper("bpf_get_current_task")).isEqualTo(Availability.AVAILABLE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "R1 type=scalar expected=ptr_, trusted_ptr_, rcu_ptr_",
                    "R4 invalid zero-sized read: u64=[0,0]",
                    "arg#0 expected pointer to stack or const struct bpf_dynptr",
                })
        void is_available_if_the_verifier_rejects_only_its_arguments(String message) {
            kernel.refusingCall("bpf_seq_write", message);

            assertThat(helper("bpf_seq_write")).isEqualTo(Availability.AVAILABLE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "unknown func bpf_seq_write#127",
                    "invalid func unknown#127",
                    "program of this type cannot use helper bpf_seq_write#127",
                    "helper call is not allowed in probe",
                })
        void is_absent_if_the_verifier_does_not_know_or_allow_it(String message) {
            kernel.refusingCall("bpf_seq_write", message);

            assertThat(helper("bpf_seq_write")).isEqualTo(Availability.ABSENT);
        }

        @Test
        void is_absent_without_a_number_in_the_btf() {
            kernel.without("bpf_loop");

            assertThat(helper("bpf_loop")).isEqualTo(Availability.ABSENT);
        }

        @Test
        void is_unknown_for_any_other_message() {
            kernel.refusingCall("bpf_loop", "some other message");

            assertThat(helper("bpf_loop"))
                    .isEqualTo(
                            Availability.unknown("the kernel returned invalid argument (EINVAL): some other message"));
        }

        @Test
        void is_probed_in_other_iterators_if_tasks_are_refused() {
            kernel.refusing("task", Errno.EPERM);

            assertThat(helper("bpf_loop")).isEqualTo(Availability.AVAILABLE);
        }

        private Availability helper(String name) {
            return kernel.probes().of(new Feature(Kind.HELPER, name));
        }
    }

    @Nested
    class A_kfunc {

        @Test
        void is_available_if_the_verifier_rejects_only_its_arguments() {
            kernel.kfunc("bpf_task_release").refusingCall("bpf_task_release", "R1 must be referenced or trusted");

            assertThat(kfunc("bpf_task_release")).isEqualTo(Availability.AVAILABLE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "calling kernel function schedule is not allowed",
                    "BPF_CALL uses reserved fields",
                    "JIT does not support calling kernel function: not supported"
                })
        void is_absent_if_the_verifier_does_not_know_or_allow_it(String message) {
            kernel.kfunc("schedule").refusingCall("schedule", message);

            assertThat(kfunc("schedule")).isEqualTo(Availability.ABSENT);
        }

        @Test
        void is_absent_if_no_function_has_its_name() {
            assertThat(kfunc("bpf_no_such")).isEqualTo(Availability.ABSENT);
        }

        @Test
        void of_a_module_is_unknown() {
            kernel.module("bpf_ct_release", "nf_conntrack");

            assertThat(kfunc("bpf_ct_release"))
                    .isEqualTo(Availability.unknown(
                            "it is a function of module nf_conntrack, and kfuncs of modules cannot be probed"));
        }

        @Test
        void is_in_the_btf_of_the_kernel_or_of_a_module() {
            FeatureProbes probes = kernel.kfunc("bpf_task_release")
                    .module("bpf_ct_release", "nf_conntrack")
                    .probes();

            assertThat(List.of("bpf_task_release", "bpf_ct_release", "bpf_no_such"))
                    .map(name -> probes.isInBtf(new Feature(Kind.KFUNC, name)))
                    .containsExactly(true, true, false);
        }

        private Availability kfunc(String name) {
            return kernel.probes().of(new Feature(Kind.KFUNC, name));
        }
    }

    @Nested
    @NeedsKernel
    class On_the_running_kernel {

        private final FeatureProbes probes = new FeatureProbes(new RunningKernel(), KnownFeatures.ofReleases());

        @Test
        void tasks_can_be_walked() {
            assertThat(probes.iterator("task")).isEqualTo(Availability.AVAILABLE);
        }

        @Test
        void an_unknown_target_is_absent() {
            assertThat(probes.iterator("martian")).isEqualTo(Availability.ABSENT);
        }

        @Test
        void every_target_has_a_result() {
            assertThat(probes.iterators())
                    .containsKeys("task", "bpf_map", "bpf_map_elem")
                    .allSatisfy((target, answer) -> assertThat(answer.status())
                            .as(target)
                            .isIn(Status.AVAILABLE, Status.REFUSED, Status.ABSENT));
        }

        @ParameterizedTest
        @CsvSource({
            "bpf_seq_printf, AVAILABLE",
            "bpf_seq_write, AVAILABLE",
            "bpf_get_current_pid_tgid, AVAILABLE",
            "bpf_map_lookup_elem, AVAILABLE",
            "bpf_copy_from_user, AVAILABLE",
            "bpf_xdp_adjust_head, ABSENT",
            "bpf_skb_load_bytes, ABSENT",
        })
        void a_helper_is_probed(String helper, Status expected) {
            assertThat(probes.of(new Feature(Kind.HELPER, helper)).status()).isEqualTo(expected);
        }

        @Test
        void every_helper_has_a_result() {
            assertThat(KnownFeatures.ofReleases().helpers())
                    .allSatisfy(helper -> assertThat(probes.of(new Feature(Kind.HELPER, helper)))
                            .as(helper)
                            .matches(answer -> answer.is(Status.AVAILABLE) || answer.is(Status.ABSENT)));
        }

        @Test
        void a_function_that_is_not_a_kfunc_is_absent() {
            assertThat(probes.of(new Feature(Kind.KFUNC, "schedule"))).isEqualTo(Availability.ABSENT);
        }
    }

    @Nested
    class A_misspelt_name {

        @ParameterizedTest
        @CsvSource({
            "ITERATOR, tsak, task",
            "ITERATOR, cgroups, cgroup",
            "HELPER, bpf_lop, bpf_loop",
            "KFUNC, bpf_task_form_pid, bpf_task_from_pid"
        })
        void has_a_nearest_known_name(Kind kind, String wrong, String right) {
            Feature feature = new Feature(kind, wrong);

            assertThat(KnownFeatures.ofReleases().has(feature)).isFalse();
            assertThat(KnownFeatures.ofReleases().nearest(feature)).contains(right);
        }

        @Test
        void may_be_similar_to_no_known_name() {
            assertThat(KnownFeatures.ofReleases().nearest(new Feature(Kind.ITERATOR, "martian")))
                    .isEmpty();
        }

        /** Kfuncs of one family differ in so much. */
        @ParameterizedTest
        @ValueSource(strings = {"bpf_iter_foo_new", "bpf_dynptr_from_url"})
        void of_a_kfunc_is_not_that_of_another_in_its_family(String name) {
            assertThat(KnownFeatures.ofReleases().nearest(new Feature(Kind.KFUNC, name)))
                    .isEmpty();
        }
    }
}
