// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.EnvironmentProvider;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class VmProviderTest {

    private final VmProvider provider = new VmProvider();

    @Test
    void is_found_by_the_service_loader() {
        assertThat(ServiceLoader.load(EnvironmentProvider.class)).hasAtLeastOneElementOfType(VmProvider.class);
    }

    @Test
    void lists_the_names_of_kernels() {
        assertThat(provider.names())
                .containsExactly(
                        "vm:5.10",
                        "vm:6.1",
                        "vm:6.12",
                        "vm:newest",
                        "vm:MAJOR.x",
                        "vm:MAJOR.MINOR",
                        "vm:SERIES-cloud",
                        "vm:SERIES-rt",
                        "vm:host",
                        "vm:/path/to/bzImage",
                        "vm:/path/to/bzImage:/path/to/modules",
                        "vm:oci:IMAGE");
    }

    @Test
    void returns_an_environment_without_starting_it() {
        assertThat(provider.environment("vm:/no/bzImage", parameter -> Optional.empty()))
                .hasValueSatisfying(
                        environment -> assertThat(environment.name()).isEqualTo("vm:/no/bzImage"));
    }

    @Test
    void leaves_other_names_to_other_providers() {
        assertThat(provider.environment("container", parameter -> Optional.empty()))
                .isEmpty();
    }

    @Test
    void refuses_an_unknown_kernel() {
        assertThatThrownBy(() -> provider.environment("vm:new", parameter -> Optional.empty()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("Unknown kernel \"new\". Use one of 5.10, 6.1, 6.12, newest, MAJOR.x, ");
    }
}
