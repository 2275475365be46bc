// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.harness.internal.vm.settings.AccelerationMode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VmOptionsTest {

    @Test
    void have_defaults() {
        VmOptions options = options(Map.of());

        assertThat(options.memory()).isEqualTo(1024);
        assertThat(options.acceleration()).isEqualTo(AccelerationMode.AUTO);
        assertThat(options.java()).isEqualTo(Path.of(System.getProperty("java.home"), "bin/java"));
        assertThat(options.writable()).isEmpty();
    }

    @Test
    void have_the_values_that_are_set() {
        VmOptions options = options(Map.of(
                "bpfiterator.vm.acceleration",
                "tcg",
                "bpfiterator.vm.cpus",
                "4",
                "bpfiterator.vm.writable",
                "/a/target:/b"));

        assertThat(options.acceleration()).isEqualTo(AccelerationMode.TCG);
        assertThat(options.cpus()).contains(4);
        assertThat(options.writable()).containsExactly(Path.of("/a/target"), Path.of("/b"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            memory       | 1G     | a whole number of megabytes between 256 and 1048576.
            cpus         | two    | a whole number of processors between 1 and 255.
            memory       | 0      | a whole number of megabytes between 256 and 1048576.
            boot.timeout | soon   | a whole number of seconds between 1 and 86400.
            acceleration | xen    | auto, kvm or tcg.
            acceleration | kmv    | auto, kvm or tcg. Did you mean kvm?
            java         | java   | an absolute path.
            snapshots    | off    | true or false.
            debug        | yes    | true or false.
            debug.port   | 65536  | the number of a port between 0 and 65535.
            writable     | target | absolute paths, separated by colons.
            """)
    void refuse_a_value_that_is_not_valid(String parameter, String value, String allowed) {
        assertThatThrownBy(() -> options(Map.of("bpfiterator.vm." + parameter, value)))
                .isInstanceOf(BpfException.class)
                .hasMessage("bpfiterator.vm." + parameter + " is \"" + value + "\": it must be " + allowed);
    }

    private static VmOptions options(Map<String, String> settings) {
        return VmOptions.of(parameter -> Optional.ofNullable(settings.get(parameter)));
    }
}
