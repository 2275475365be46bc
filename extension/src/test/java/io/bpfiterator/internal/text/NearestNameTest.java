// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestNameTest {

    private static final List<String> NAMES = List.of(
            "task",
            "task_file",
            "cgroup",
            "tcp",
            "udp",
            "bpf_loop",
            "bpf_seq_printf",
            "vm:6.1",
            "vm:6.12",
            "environments");

    @ParameterizedTest
    @CsvSource({
        "tsak, task",
        "tsk, task",
        "taks_file, task_file",
        "cgruop, cgroup",
        "tcpp, tcp",
        "bpf_lop, bpf_loop",
        "bpf_seqprintf, bpf_seq_printf",
        "vm6.1, vm:6.1",
        "vm6.12, vm:6.12",
        "enviroments, environments",
        "CGROUP, cgroup",
    })
    void is_the_one_that_was_meant(String wrong, String meant) {
        assertThat(NearestName.of(wrong, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "sockmap", "foo", "bpf_map_lookup_elem", "environmentally-sound"})
    void is_empty_if_no_name_is_similar(String wrong) {
        assertThat(NearestName.of(wrong, NAMES)).isEmpty();
    }

    @Test
    void is_none_where_fewer_mistakes_are_allowed() {
        assertThat(NearestName.of("enviromets", NAMES, 2)).contains("environments");
        assertThat(NearestName.of("enviromets", NAMES, 1)).isEmpty();
    }

    @Test
    void is_the_first_of_several() {
        assertThat(NearestName.of("tp", List.of("tcp", "tip"))).contains("tcp");
    }

    @Test
    void is_never_the_same_name() {
        assertThat(NearestName.of("task", List.of("task"))).isEmpty();
        assertThat(NearestName.of("task", List.of("task", "tasks"))).contains("tasks");
    }

    @Test
    void counts_a_transposition_as_one_edit() {
        assertThat(NearestName.of("hsot", List.of("host"))).contains("host");
        assertThat(NearestName.of("thso", List.of("host"))).isEmpty();
    }
}
