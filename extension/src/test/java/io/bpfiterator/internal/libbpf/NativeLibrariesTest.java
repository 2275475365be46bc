// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What dlopen(3) reports about a library that exists is the cause. */
class NativeLibrariesTest {

    @Test
    void a_missing_version_of_the_c_library_is_the_cause() {
        String report =
                "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /opt/libbpf.so.1)";
        assertThat(NativeLibraries.cause(List.of("/opt/libbpf.so.1: not found", report)))
                .isEqualTo(report);
    }

    @Test
    void otherwise_the_library_is_missing_or_for_another_machine() {
        assertThat(NativeLibraries.cause(List.of("libbpf.so.1: cannot open shared object file")))
                .isEqualTo("either it is not installed, or it is not a library for this machine");
    }
}
