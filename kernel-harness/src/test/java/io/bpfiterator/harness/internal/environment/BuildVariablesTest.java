// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildVariablesTest {

    @Test
    void an_agent_gets_the_variables_of_the_build_and_of_the_locale() {
        Map<String, String> given = Map.of("OF_THE_BUILD", "a b", "LC_TIME", "tr_TR.UTF-8", "PATH_OF_OBJECT", "x");

        assertThat(BuildVariables.of(given)).isEqualTo(given);
    }

    @Test
    void an_agent_has_its_own_directories_and_gets_no_arguments_for_each_jvm() {
        assertThat(BuildVariables.of(Map.of(
                        "PATH", "/bin", "HOME", "/root", "XDG_CACHE_HOME", "/cache", "JAVA_TOOL_OPTIONS", "-Xmx1g")))
                .isEmpty();
    }

    @Test
    void functions_that_a_shell_has_exported_are_left_out() {
        assertThat(BuildVariables.of(Map.of("BASH_FUNC_which%%", "() { :; }"))).isEmpty();
    }
}
