// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.iterator.CgroupOrder;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.LinkInfo;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each assertion passes for right values, and fails with all of the kernel's information for wrong ones. */
@BpfTest
class LinkInfoAssertTest {

    private final long pid = ProcessHandle.current().pid();

    private static void assertFails(ThrowingCallable assertion, String... parts) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessageContainingAll(parts);
    }

    @Test
    @NeedsKernel
    void target_and_program(BpfSession bpf) {
        BpfObject object = bpf.open("/task.bpf.o").load();
        LinkInfo info = object.program("dump_task").attach().info();
        int program = object.program("dump_task").info().id();
        assertThat(info).hasTarget("task").hasProgramId(program).hasPid(0).hasTid(0);
        assertFails(
                () -> assertThat(info).hasTarget("tcp"),
                "Expected target tcp, but it is task in LinkInfo[type=4, id=",
                "programId=" + program);
        assertFails(() -> assertThat(info).hasProgramId(-1), "Expected program id -1, but it is " + program);
    }

    @Test
    @NeedsKernel
    @NeedsMapIterators
    void map(BpfSession bpf) {
        BpfObject object = bpf.open("/map_elem.bpf.o").load();
        BpfMap<byte[], byte[]> counters = object.map("counters");
        LinkInfo info = object.program("dump_elements")
                .attach(IteratorOptions.map(counters))
                .info();
        assertThat(info).hasTarget("bpf_map_elem").hasMapId(counters.info().id());
        assertFails(() -> assertThat(info).hasMapId(-1), "Expected map id -1, but it is ");
    }

    @Test
    @NeedsKernel
    void process_and_thread(BpfSession bpf) {
        BpfObject object = bpf.open("/task.bpf.o").load();
        LinkInfo ofProcess =
                object.program("dump_task").attach(IteratorOptions.process(pid)).info();
        LinkInfo ofThread =
                object.program("dump_task").attach(IteratorOptions.thread(pid)).info();
        assertThat(ofProcess).hasPid(pid);
        assertThat(ofThread).hasTid(pid);
        assertFails(() -> assertThat(ofProcess).hasPid(1), "Expected pid 1, but it is " + pid);
        assertFails(() -> assertThat(ofThread).hasTid(1), "Expected tid 1, but it is " + pid);
    }

    @Test
    void cgroup() {
        LinkInfo info =
                new LinkInfo(4, 1, 2, Optional.of("cgroup"), 0, 10, Optional.of(CgroupOrder.DESCENDANTS_PRE), 0, 0);
        assertThat(info).hasCgroup(10, CgroupOrder.DESCENDANTS_PRE);
        assertFails(
                () -> assertThat(info).hasCgroup(10, CgroupOrder.SELF_ONLY),
                "Expected cgroup 10 SELF_ONLY, but it is 10 DESCENDANTS_PRE");
    }

    @Test
    void a_link_that_is_not_an_iterators() {
        LinkInfo info = new LinkInfo(1, 1, 2, Optional.empty(), 0, 0, Optional.empty(), 0, 0);
        assertFails(
                () -> assertThat(info).hasTarget("task"), "but it is none (not a link of an iterator) in LinkInfo[");
        assertFails(() -> assertThat(info).hasCgroup(1, CgroupOrder.SELF_ONLY), "but it is 0 without an order");
    }
}
