// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GuestScriptsTest {

    @Nested
    class AShell {

        @Test
        void has_the_environment_of_the_user() {
            assertThat(shell(Map.of("EDITOR", "vi 'm", "LD_LIBRARY_PATH", "/opt/llvm/lib", "PATH", "/opt/bin")))
                    .contains(
                            "export EDITOR='vi '\\''m'\n",
                            "export LD_LIBRARY_PATH='/opt/llvm/lib'\n",
                            "export PATH='/opt/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'\n");
        }

        @Test
        void preloads_nothing() {
            assertThat(shell(Map.of("LD_PRELOAD", "/tmp/refusing_kernel.so", "LD_AUDIT", "/tmp/audit.so")))
                    .doesNotContain("LD_PRELOAD", "LD_AUDIT");
        }

        @Test
        void has_no_function_of_bash() {
            assertThat(shell(Map.of("BASH_FUNC_which%%", "() { true; }"))).doesNotContain("BASH_FUNC");
        }

        private static String shell(Map<String, String> environment) {
            return GuestScripts.shell("vm:6.12", List.of("streams"), List.of("true"), environment);
        }
    }

    @Test
    void keeps_what_is_read_below_an_empty_directory_also_beside_the_root() {
        List<Path> read = List.of(Path.of("/"), Path.of("/tmp/a/b"), Path.of("/tmp/a"), Path.of("/usr/../tmp/c"));

        assertThat(GuestScripts.mounts("guest", read, List.of()).lines().skip(1))
                .containsExactly("keep '/tmp/a'", "keep '/tmp/c'");
    }
}
