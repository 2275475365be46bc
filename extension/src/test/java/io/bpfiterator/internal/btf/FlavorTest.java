// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlavorTest {

    @ParameterizedTest
    @CsvSource({
        "task_struct, task_struct",
        "task_struct___5_13, task_struct",
        "file___old___2, file___old",
        "___hidden, ___hidden",
        "file___, file___",
        "file____old, file____old"
    })
    void is_what_follows_the_last_three_underscores(String name, String without) {
        assertThat(Flavor.without(name)).isEqualTo(without);
    }
}
