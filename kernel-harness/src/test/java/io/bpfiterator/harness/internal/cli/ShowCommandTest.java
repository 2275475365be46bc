// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.cli.Commands.Result;
import org.junit.jupiter.api.Test;

class ShowCommandTest {

    private static Result show(String object, String... options) {
        String[] arguments = new String[options.length + 2];
        System.arraycopy(options, 0, arguments, 0, options.length);
        arguments[options.length] = "show";
        arguments[options.length + 1] =
                PinFixture.OBJECTS.resolve(object + ".bpf.o").toString();
        return Commands.runHere(arguments);
    }

    @Test
    void lists_the_programs_with_the_linux_that_has_their_target() {
        assertThat(show("cli_cgroup")).isEqualTo(new Result(0, """
                        PROGRAM     SECTION      TARGET  SINCE
                        cli_cgroup  iter/cgroup  cgroup  Linux 6.1
                        """, ""));
    }

    @Test
    void lists_maps_and_global_variables() {
        assertThat(show("cli_shared_map").output())
                .contains("\n\nMAP ", "TYPE ", "ENTRIES\n")
                .containsPattern("\ncli_runs +array +1\n");
    }

    @Test
    void prints_json() {
        assertThat(show("cli_task", "-j").output())
                .isEqualTo("{\"programs\":[{\"name\":\"cli_task\",\"section\":\"iter/task\",\"target\":\"task\"}],"
                        + "\"maps\":[],\"globals\":[]}\n");
    }

    @Test
    void says_what_is_wrong_with_a_file_that_is_not_an_object() {
        assertThat(Commands.runHere("show", "/proc/version").errors())
                .startsWith("Error: ")
                .contains("/proc/version");
    }
}
