// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerSettingsTest {

    private static ContainerSettings with(String parameter, String value) {
        return ContainerSettings.of(name -> name.equals(parameter) ? Optional.of(value) : Optional.empty());
    }

    @Test
    void have_defaults() {
        ContainerSettings settings = ContainerSettings.of(name -> Optional.empty());

        assertThat(settings.privileges().privileged()).isTrue();
        assertThat(settings.ownPids()).isFalse();
        assertThat(settings.network()).isEqualTo("none");
        assertThat(settings.engine()).isEmpty();
        assertThat(settings.memory()).isEmpty();
    }

    @Nested
    class The_privileges {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        privileged        | privileged                 | true
                        capabilities      | with CAP_SYS_ADMIN         | true
                        BPF, PERFMON      | with CAP_BPF and CAP_PERFMON | false
                        cap_bpf CAP_PERFMON | with CAP_BPF and CAP_PERFMON | false
                        SYS_ADMIN,NET_ADMIN | with CAP_SYS_ADMIN and CAP_NET_ADMIN | true
                        """)
        void are_keywords_or_capabilities(String value, String description, boolean mayMount) {
            Privileges privileges =
                    with("bpfiterator.container.privileges", value).privileges();

            assertThat(privileges.description()).isEqualTo(description);
            assertThat(privileges.mayMount()).isEqualTo(mayMount);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        all powers          |
                        privilege           | privileged
                        privileged, BPF     |
                        ,                   |
                        SYS_ADMIN, PREFMON  | PERFMON
                        """)
        void that_do_not_exist_are_refused(String value, @Nullable String meant) {
            assertThatThrownBy(() -> with("bpfiterator.container.privileges", value))
                    .hasMessage("bpfiterator.container.privileges is \"" + value
                            + "\": it must be privileged, capabilities, or names of capabilities such as"
                            + " \"BPF, PERFMON\"." + (meant == null ? "" : " Did you mean " + meant + "?"));
        }
    }

    @Nested
    class The_memory {

        @ParameterizedTest
        @CsvSource({"1000, 1000", "64k, 65536", "512m, 536870912", "2G, 2147483648"})
        void is_a_number_of_bytes(String value, long bytes) {
            assertThat(with("bpfiterator.container.memory", value).memory()).hasValue(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    pid     | mine         | host or own.
                    network | -            | none, host, or a network's name.
                    memory  | much         | a number of bytes, or one with the suffix k, m or g, such as 512m.
                    memory  | -1           | a number of bytes, or one with the suffix k, m or g, such as 512m.
                    engine  | runc         | docker, podman, or a socket's URI such as unix:///run/podman/podman.sock.
                    """)
    void with_invalid_values_are_refused(String parameter, String value, String allowed) {
        assertThatThrownBy(() -> with("bpfiterator.container." + parameter, value))
                .hasMessage("bpfiterator.container." + parameter + " is \"" + value + "\": it must be " + allowed);
    }

    @Nested
    class The_environments_name {

        @Test
        void with_an_empty_image_is_refused() {
            assertThatThrownBy(() -> Launches.environment("container: "))
                    .hasMessage(
                            "The environment \"container: \" does not name an image. Use container, or container:IMAGE"
                                    + " with an image that has a Java runtime and libbpf.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"host", "vm:6.1", "containers", "Container"})
        void of_another_kind_is_unknown(String name) {
            assertThat(new ContainerProvider().environment(name, parameter -> Optional.empty()))
                    .isEmpty();
        }

        @Test
        void can_contain_an_image_with_a_tag() {
            assertThat(Launches.environment("container:eclipse-temurin:21").name())
                    .isEqualTo("container:eclipse-temurin:21");
        }
    }
}
