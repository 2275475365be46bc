// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.EnabledOnKernel;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import io.bpfiterator.internal.kernel.Cgroups;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.CgroupOrder;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cgroup at which a cgroup iterator starts. */
class CgroupParameterTest {

    private static final CgroupOrder SELF = CgroupOrder.SELF_ONLY;

    @Nested
    class The_text_of_an_annotation {

        @Test
        void is_the_path_of_a_directory_which_may_contain_blanks() {
            assertThat(CgroupParameter.parse(" path  /sys/fs/cgroup/a b ", SELF))
                    .isEqualTo(IteratorOptions.cgroup(Path.of("/sys/fs/cgroup/a b"), SELF));
        }

        @Test
        void is_an_id() {
            assertThat(CgroupParameter.parse("id 7", SELF)).isEqualTo(IteratorOptions.cgroupWithId(7, SELF));
        }

        @Test
        void is_the_cgroup_of_this_process() {
            assertThat(CgroupParameter.parse("self", SELF)).isEqualTo(IteratorOptions.cgroupOfThisProcess(SELF));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "/sys/fs/cgroup", "path", "id", "id -1", "id seven", "self 7", "fd 7"})
        void is_nothing_else(String text) {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> CgroupParameter.parse(text, SELF))
                    .withMessage("\"" + text + "\" does not name a cgroup. Write \"self\", \"path DIRECTORY\" or \"id"
                            + " N\".");
        }
    }

    @Nested
    class A_directory_that_cannot_be_opened {

        @Test
        void is_either_not_found_or_another_failure() {
            assertThat(reasonFor("/sys/fs/cgroup/nowhere")).isEqualTo(Reason.NOT_FOUND);
            assertThat(reasonFor("/proc/self/comm/below-a-file")).isEqualTo(Reason.FAILED);
        }

        private Reason reasonFor(String directory) {
            return catchThrowableOfType(BpfException.class, () -> CgroupParameter.open(Path.of(directory)))
                    .reason();
        }
    }

    @Nested
    class A_refusal_by_the_kernel {

        @ParameterizedTest
        @EnumSource(names = {"EBADF", "ENOENT"})
        void is_about_the_cgroup(Errno errno) {
            assertThat(refusal(errno).reason()).isEqualTo(Reason.NOT_FOUND);
            assertThat(refusal(errno))
                    .hasMessageContaining("either the cgroup was removed, or it does not belong to cgroup v2");
        }

        @ParameterizedTest
        @EnumSource(names = {"EINVAL", "ENOMEM"})
        void with_another_error_and_an_order_that_the_kernel_has_is_about_neither(Errno errno) {
            assertThat(refusal(errno).reason()).isEqualTo(Reason.FAILED);
            assertThat(refusal(errno))
                    .hasMessageStartingWith("Cannot attach iterator dump (target cgroup) to cgroup id 7 (SELF_ONLY)");
        }

        private BpfException refusal(Errno errno) {
            return new Attachment("dump", "cgroup", false, IteratorOptions.cgroupWithId(7, SELF))
                    .failure(errno.number())
                    .errno(errno.number())
                    .exception();
        }
    }

    @Nested
    @BpfTest
    @NeedsKernel
    @EnabledIfIterator("cgroup")
    @EnabledOnKernel(max = "6.19")
    class An_order_that_the_kernel_does_not_have {

        @Test
        void is_named_whatever_the_cgroup_is_named_by(BpfSession bpf) {
            BpfProgram program =
                    bpf.open("/parameters.bpf.o").only("dump_cgroup").load().program("dump_cgroup");
            try (Fd root = CgroupParameter.open(Cgroups.root())) {
                List<IteratorOptions> children = List.of(
                        IteratorOptions.cgroup(Cgroups.root(), CgroupOrder.CHILDREN),
                        IteratorOptions.cgroupWithId(1, CgroupOrder.CHILDREN),
                        IteratorOptions.cgroupOf(root.number(), CgroupOrder.CHILDREN));

                assertThat(children).allSatisfy(options -> assertThatExceptionOfType(BpfException.class)
                        .isThrownBy(() -> program.attach(options))
                        .withMessageStartingWith("Cannot attach iterator dump_cgroup (target cgroup) to " + options
                                + ": the running kernel does not have the order CHILDREN (EINVAL). Use a newer kernel,")
                        .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.ABSENT)));
            }
        }
    }
}
