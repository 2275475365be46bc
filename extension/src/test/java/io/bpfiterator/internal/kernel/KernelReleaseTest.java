// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelReleaseTest {

    @Nested
    class The_running_release {

        @Test
        void is_the_one_in_proc() throws Exception {
            assertThat(KernelRelease.running())
                    .hasToString(Files.readString(Path.of("/proc/sys/kernel/osrelease"))
                            .strip());
        }

        @Test
        void is_new_enough_for_iterators() {
            assertThat(KernelRelease.running()).isGreaterThanOrEqualTo(KernelRelease.version("5.8"));
        }
    }

    @Nested
    class A_release {

        @ParameterizedTest
        @CsvSource({
            "5.10.0-28-amd64, 5.10.0",
            "6.18.44-fc-v657, 6.18.44",
            "7.3.4, 7.3.4",
            "7.0.0-rc3, 7.0",
            "6.19-rc1, 6.19",
            "4.19.325+, 4.19.325",
            "5.14.0-427.13.1.el9_4.x86_64, 5.14.0",
            "5.15.167.4-microsoft-standard-WSL2, 5.15.167",
        })
        void is_compared_by_its_first_numbers(String text, String version) {
            assertThat(KernelRelease.parse(text))
                    .isEqualTo(KernelRelease.version(version))
                    .hasSameHashCodeAs(KernelRelease.version(version))
                    .hasToString(text);
        }

        @ParameterizedTest
        @CsvSource({"5.10.0, 5.8.18", "6.1, 5.19.17", "6.1.2, 6.1.1", "6.1.10, 6.1.9", "6.1.1, 6.1"})
        void is_ordered_by_its_numbers(String newer, String older) {
            assertThat(KernelRelease.parse(newer)).isGreaterThan(KernelRelease.parse(older));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "six", "6", "6.", "6..1", "v6.1", "123456.1", "6.123456"})
        void without_two_numbers_is_refused(String text) {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> KernelRelease.parse(text))
                    .withMessage("Cannot compare the kernel release \"" + text
                            + "\": it does not begin with numbers such as 6.1 or 6.1.50. Use a kernel whose uname -r"
                            + " does.");
        }
    }

    @Nested
    class A_version {

        @ParameterizedTest
        @ValueSource(strings = {"", "6", "6.1.x", "6.1-rc1", "6.1.2.3", " 6.1", "6.1.50-28-amd64"})
        void that_is_neither_a_series_nor_a_release_is_refused(String text) {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> KernelRelease.version(text))
                    .withMessage("\"" + text + "\" is not a kernel version. Write it like 6.1 or 6.1.50.");
        }

        @ParameterizedTest
        @CsvSource({
            "6.1.0, 6.1, true",
            "6.1.99-1-amd64, 6.1, true",
            "6.2.0, 6.1, false",
            "5.19.17, 6.1, true",
            "6.1.50, 6.1.50, true",
            "6.1.51, 6.1.50, false",
            "6.1-rc1, 6.1.50, true",
        })
        void as_a_maximum_includes_its_whole_series(String release, String last, boolean upTo) {
            assertThat(KernelRelease.parse(release).isAtMost(KernelRelease.version(last)))
                    .isEqualTo(upTo);
        }

        @ParameterizedTest
        @CsvSource({
            "6.1.0, 6.1, true",
            "6.0.19, 6.1, false",
            "6.1.50, 6.1.50, true",
            "6.1.49, 6.1.50, false",
        })
        void as_a_minimum_is_included(String release, String first, boolean from) {
            assertThat(KernelRelease.parse(release).isAtLeast(KernelRelease.version(first)))
                    .isEqualTo(from);
        }
    }
}
