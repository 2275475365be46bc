package io.bpfiterator.harness.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.kernel.BpfException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VmOptionsTest {

    @Test
    void has_usual_values() {
        VmOptions options = options(Map.of());

        assertThat(options.memory()).isEqualTo(1024);
        assertThat(options.acceleration()).isEqualTo(VmOptions.Wish.AUTO);
        assertThat(options.java()).isEqualTo(Path.of(System.getProperty("java.home"), "bin/java"));
        assertThat(options.writable()).isEmpty();
    }

    @Test
    void know_whether_the_run_has_another_machine() {
        assertThat(options(Map.of("bpfiterator.environments", "host, vm:6.1")).alone())
                .isTrue();
        assertThat(options(Map.of("bpfiterator.environments", "vm:5.10, vm:6.1"))
                        .alone())
                .isFalse();
    }

    @Test
    void reads_what_is_set() {
        VmOptions options =
                options(Map.of("bpfiterator.vm.acceleration", "tcg", "bpfiterator.vm.writable", "/a/target:/b"));

        assertThat(options.acceleration()).isEqualTo(VmOptions.Wish.TCG);
        assertThat(options.writable()).containsExactly(Path.of("/a/target"), Path.of("/b"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            memory       | 1G     | is "1G"; write a number of megabytes, such as 1024
            cpus         | two    | is "two"; write a number of processors, such as 1
            memory       | 0      | is "0"; write a number of megabytes, such as 1024
            boot.timeout | soon   | is "soon"; write a number of seconds, such as 60
            acceleration | xen    | is "xen"; write auto, kvm or tcg
            java         | java   | has "java"; write absolute paths
            snapshots    | off    | is "off"; write true or false
            debug        | yes    | is "yes"; write true or false
            debug.port   | 65536  | is "65536"; write a number of a port, such as 5005
            writable     | target | has "target"; write absolute paths
            """)
    void refuses_what_can_not_be_right(String parameter, String value, String message) {
        assertThatThrownBy(() -> options(Map.of("bpfiterator.vm." + parameter, value)))
                .isInstanceOf(BpfException.class)
                .hasMessage("bpfiterator.vm." + parameter + " " + message);
    }

    private static VmOptions options(Map<String, String> settings) {
        return VmOptions.of(parameter -> Optional.ofNullable(settings.get(parameter)));
    }
}
