// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LibbpfVersionTest {

    @Test
    void is_that_of_the_loaded_library() {
        LibbpfVersion version = LibbpfVersion.loaded();

        assertThat(version.major()).isEqualTo(1);
        assertThat(version).hasToString("1." + version.minor());
    }
}
