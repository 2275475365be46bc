// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Reason;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code extern const void … __ksym} is the address of a symbol, which the kernel hides from some processes. */
@NeedsKernel
class KernelSymbolsTest {

    private static OpenedObject open(String object) {
        return OpenedObject.open(ObjectFile.read(Path.of("target/test-classes/" + object + ".bpf.o")));
    }

    @Nested
    class A_process_that_sees_addresses {

        @Test
        void opens_an_object_that_asks_for_them() {
            assertThatCode(() -> open("address")).doesNotThrowAnyException();
        }
    }

    @Nested
    class A_process_without_cap_syslog {

        @Test
        void is_told_which_address_is_hidden() throws Exception {
            ForkedTests.Result result =
                    ForkedTests.run(Unprivileged.class, List.of("setpriv", "--bounding-set", "-syslog"));

            assertThat(result.output()).contains("Cannot determine the address of bpf_link_fops for ", "weak_address");
            assertThat(result.exitStatus()).isZero();
        }
    }

    /** Runs in a JVM of its own. */
    static class Unprivileged {

        @Test
        void is_refused() {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> open("address"))
                    .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_PERMITTED))
                    .withMessageMatching("Cannot determine the address of bpf_link_fops for .*address\\.bpf\\.o: the"
                            + " kernel shows addresses in /proc/kallsyms as 0 to this process"
                            + " \\(kernel\\.kptr_restrict = \\d\\)\\. Run with CAP_SYSLOG, and with sysctl"
                            + " kernel\\.kptr_restrict=0 or 1\\.");
        }

        @Test
        void is_only_warned_of_a_weak_one() {
            assertThatCode(() -> open("weak_address")).doesNotThrowAnyException();
        }
    }

    @Nested
    class Addresses_are_hidden {

        @TempDir
        Path directory;

        private boolean areHidden(String symbols) throws Exception {
            return KernelSymbols.areHidden(Files.writeString(directory.resolve("kallsyms"), symbols));
        }

        @Test
        void if_that_of_the_kernels_code_is_zero() throws Exception {
            assertThat(areHidden("0000000000000000 A __per_cpu_start\n0000000000000000 T _stext\n"))
                    .isTrue();
        }

        @Test
        void but_not_if_only_offsets_are_zero() throws Exception {
            assertThat(areHidden("0000000000000000 A __per_cpu_start\nffffffff81000000 T _stext\n"))
                    .isFalse();
        }
    }
}
