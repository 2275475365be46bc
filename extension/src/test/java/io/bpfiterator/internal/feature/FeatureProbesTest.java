package io.bpfiterator.internal.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.feature.Availability.Status;
import io.bpfiterator.internal.feature.Feature.Kind;
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
    class AnIteratorTarget {

        @Test
        void isAvailableWhereAProgramForItIsLoaded() {
            assertThat(kernel.probes().iterator("task")).isEqualTo(Availability.AVAILABLE);
        }

        @Test
        void isAbsentWhereTheKernelDoesNotNameIt() {
            assertThat(kernel.without("cgroup").probes().iterator("cgroup")).isEqualTo(Availability.ABSENT);
            assertThat(kernel.loads()).isZero();
        }

        @Test
        void isAbsentWhereTheKernelNamesItAndHasNotRegisteredIt() {
            assertThat(kernel.refusing("unix", Errno.EINVAL).probes().iterator("unix"))
                    .isEqualTo(Availability.ABSENT);
        }

        @ParameterizedTest
        @CsvSource({"EPERM", "EACCES"})
        void isRefusedWhereAPrivilegedProcessMayNotLoadIt(Errno errno) {
            assertThat(kernel.refusing("bpf_map_elem", errno).probes().iterator("bpf_map_elem"))
                    .isEqualTo(new Availability(Status.REFUSED, errno.number(), ""));
        }

        @Test
        void isNotTriedToAnEndWithoutPrivilege() {
            assertThat(kernel.withoutPrivilege().probes().iterator("task"))
                    .isEqualTo(new Availability(Status.NO_PRIVILEGE, Errno.EPERM.number(), ""));
        }

        @Test
        void isUnknownWhereTheKernelAnswersAnythingElse() {
            assertThat(kernel.refusing("task", Errno.ENOMEM).probes().iterator("task"))
                    .isEqualTo(Availability.unknown("the kernel answered cannot allocate memory (ENOMEM)"));
        }

        @Test
        void isUnknownWithoutBtf() {
            assertThat(kernel.withoutBtf().probes().iterator("task"))
                    .isEqualTo(Availability.unknown("The running kernel shows no BTF"));
        }

        @Test
        void isTriedOnceAndWhenItIsAskedFor() {
            FeatureProbes probes = kernel.probes();
            assertThat(kernel.loads()).isZero();

            probes.iterator("task");
            probes.iterator("task");

            assertThat(kernel.loads()).isEqualTo(1);
        }

        @Test
        void isListedWithAllOthersThatTheKernelNames() {
            assertThat(kernel.without("dmabuf")
                            .refusing("sockmap", Errno.EPERM)
                            .probes()
                            .iterators())
                    .hasSize(KnownTarget.values().length - 1)
                    .containsEntry("task", Availability.AVAILABLE)
                    .containsEntry("sockmap", Availability.refused(Errno.EPERM.number()))
                    .doesNotContainKey("dmabuf");
        }
    }

    @Nested
    class AHelper {

        @Test
        void isAvailableWhereAProgramThatCallsItIsLoaded() {
            assertThat(helper("bpf_get_current_task")).isEqualTo(Availability.AVAILABLE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "R1 type=scalar expected=ptr_, trusted_ptr_, rcu_ptr_",
                    "R4 invalid zero-sized read: u64=[0,0]",
                    "arg#0 expected pointer to stack or const struct bpf_dynptr",
                })
        void isAvailableWhereTheVerifierComplainsOfItsArguments(String sentence) {
            kernel.answeringCall("bpf_seq_write", sentence);

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
        void isAbsentWhereTheVerifierDoesNotKnowOrAllowIt(String sentence) {
            kernel.answeringCall("bpf_seq_write", sentence);

            assertThat(helper("bpf_seq_write")).isEqualTo(Availability.ABSENT);
        }

        @Test
        void isAbsentWhereTheKernelDoesNotNumberIt() {
            kernel.without("bpf_loop");

            assertThat(helper("bpf_loop")).isEqualTo(Availability.ABSENT);
        }

        @Test
        void isUnknownWhereTheVerifierSaysAnythingElse() {
            kernel.answeringCall("bpf_loop", "the moon is full");

            assertThat(helper("bpf_loop"))
                    .isEqualTo(Availability.unknown("the kernel answered invalid argument (EINVAL): the moon is full"));
        }

        @Test
        void isTriedInOtherIteratorsWhereTasksAreRefused() {
            kernel.refusing("task", Errno.EPERM);

            assertThat(helper("bpf_loop")).isEqualTo(Availability.AVAILABLE);
        }

        private Availability helper(String name) {
            return kernel.probes().of(new Feature(Kind.HELPER, name));
        }
    }

    @Nested
    class AKfunc {

        @Test
        void isAvailableWhereTheVerifierComplainsOfItsArguments() {
            kernel.kfunc("bpf_task_release").answeringCall("bpf_task_release", "R1 must be referenced or trusted");

            assertThat(kfunc("bpf_task_release")).isEqualTo(Availability.AVAILABLE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "calling kernel function schedule is not allowed",
                    "BPF_CALL uses reserved fields",
                    "JIT does not support calling kernel function: not supported"
                })
        void isAbsentWhereTheVerifierDoesNotKnowOrAllowIt(String sentence) {
            kernel.kfunc("schedule").answeringCall("schedule", sentence);

            assertThat(kfunc("schedule")).isEqualTo(Availability.ABSENT);
        }

        @Test
        void isAbsentWhereNoFunctionHasItsName() {
            assertThat(kfunc("bpf_no_such")).isEqualTo(Availability.ABSENT);
        }

        @Test
        void ofAModuleIsUnknown() {
            kernel.module("bpf_ct_release", "nf_conntrack");

            assertThat(kfunc("bpf_ct_release"))
                    .isEqualTo(Availability.unknown(
                            "it is a function of module nf_conntrack, and only the kernel's own kfuncs are tried"));
        }

        @Test
        void isNamedByTheKernelOrByAModule() {
            FeatureProbes probes = kernel.kfunc("bpf_task_release")
                    .module("bpf_ct_release", "nf_conntrack")
                    .probes();

            assertThat(List.of("bpf_task_release", "bpf_ct_release", "bpf_no_such"))
                    .map(name -> probes.isNamed(new Feature(Kind.KFUNC, name)))
                    .containsExactly(true, true, false);
        }

        private Availability kfunc(String name) {
            return kernel.probes().of(new Feature(Kind.KFUNC, name));
        }
    }

    @Nested
    @NeedsKernel
    class OnTheRunningKernel {

        private final FeatureProbes probes = new FeatureProbes(new RunningKernel(), KnownFeatures.ofReleases());

        @Test
        void tasksCanBeWalked() {
            assertThat(probes.iterator("task")).isEqualTo(Availability.AVAILABLE);
        }

        @Test
        void anUnknownTargetIsAbsent() {
            assertThat(probes.iterator("martian")).isEqualTo(Availability.ABSENT);
        }

        @Test
        void everyTargetHasAnAnswer() {
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
        void aHelperIsTried(String helper, Status expected) {
            assertThat(probes.of(new Feature(Kind.HELPER, helper)).status()).isEqualTo(expected);
        }

        @Test
        void everyHelperHasAnAnswer() {
            assertThat(KnownFeatures.ofReleases().helpers())
                    .allSatisfy(helper -> assertThat(probes.of(new Feature(Kind.HELPER, helper)))
                            .as(helper)
                            .matches(answer -> answer.is(Status.AVAILABLE) || answer.is(Status.ABSENT)));
        }

        @Test
        void aFunctionThatIsNoKfuncIsAbsent() {
            assertThat(probes.of(new Feature(Kind.KFUNC, "schedule"))).isEqualTo(Availability.ABSENT);
        }
    }

    @Nested
    class AMistypedName {

        @ParameterizedTest
        @CsvSource({
            "ITERATOR, tsak, task",
            "ITERATOR, cgroups, cgroup",
            "HELPER, bpf_lop, bpf_loop",
            "KFUNC, bpf_task_form_pid, bpf_task_from_pid"
        })
        void hasANearestRightOne(Kind kind, String wrong, String right) {
            Feature feature = new Feature(kind, wrong);

            assertThat(KnownFeatures.ofReleases().has(feature)).isFalse();
            assertThat(KnownFeatures.ofReleases().nearest(feature)).contains(right);
        }

        @Test
        void mayBeLikeNoOther() {
            assertThat(KnownFeatures.ofReleases().nearest(new Feature(Kind.ITERATOR, "martian")))
                    .isEmpty();
        }

        /** Kfuncs of one family differ in so much. */
        @ParameterizedTest
        @ValueSource(strings = {"bpf_iter_foo_new", "bpf_dynptr_from_url"})
        void ofAKfuncIsNotThatOfAnotherInItsFamily(String name) {
            assertThat(KnownFeatures.ofReleases().nearest(new Feature(Kind.KFUNC, name)))
                    .isEmpty();
        }
    }
}
