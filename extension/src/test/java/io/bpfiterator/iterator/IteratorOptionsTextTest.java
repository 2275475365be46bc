// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.iterator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.BpfSession;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapType;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What messages call the parameters of an iterator, which must tell each kind from the others. */
class IteratorOptionsTextTest {

    @Test
    void a_thread_or_process_is_named_by_what_the_kernel_receives() {
        assertThat(IteratorOptions.thread(1)).hasToString("tid 1");
        assertThat(IteratorOptions.thread(Integer.MAX_VALUE)).hasToString("tid 2147483647");
        assertThat(IteratorOptions.process(7)).hasToString("pid 7");
        assertThat(IteratorOptions.processWithId(7)).hasToString("pid 7 without a pidfd");
        assertThat(IteratorOptions.processOf(7)).hasToString("pidfd 7");
    }

    @Test
    void a_cgroup_is_named_with_the_order_in_which_it_is_walked() {
        assertThat(IteratorOptions.cgroup(Path.of("/sys/fs/cgroup/a")))
                .hasToString("cgroup path /sys/fs/cgroup/a (DESCENDANTS_PRE)");
        assertThat(IteratorOptions.cgroupWithId(7, CgroupOrder.SELF_ONLY)).hasToString("cgroup id 7 (SELF_ONLY)");
        assertThat(IteratorOptions.cgroupOf(1, CgroupOrder.ANCESTORS_UP))
                .hasToString("cgroup file descriptor 1 (ANCESTORS_UP)");
    }

    @Test
    @NeedsKernel
    void a_map_is_named_as_elsewhere() {
        try (BpfSession bpf = BpfSession.open()) {
            BpfMap<Integer, Long> map = bpf.map(MapType.HASH, "counters", Integer.class, Long.class, 1);

            assertThat(IteratorOptions.map(map)).hasToString(map.toString());
        }
    }

    @Test
    void none_is_said_too() {
        assertThat(IteratorOptions.none()).hasToString("no parameters");
    }
}
