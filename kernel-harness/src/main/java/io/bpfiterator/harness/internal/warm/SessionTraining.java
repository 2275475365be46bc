// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.warm;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatBpfExceptionThrownBy;
import static io.bpfiterator.assertj.BpfAssertions.eventually;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.EnabledOnKernel;
import io.bpfiterator.InNetworkNamespace;
import io.bpfiterator.iterator.BpfLink;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.CgroupOrder;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.object.OpenBpfObject;
import org.junit.jupiter.api.Test;

/** Loads, attaches and pins step by step. */
@BpfTest
class SessionTraining {

    private static final long PID = ProcessHandle.current().pid();

    @Test
    void configuresLoadsAndAttaches(BpfSession bpf) {
        BpfObject object = open(bpf).global("minimum", 2).load();
        BpfProgram program = object.program("list_tasks");
        BpfLink link = program.attach();
        assertThat(link.info()).hasTarget("task");
        IteratorReader tasks = program.pin();
        assertThat(tasks.path()).exists();
        assertThat(tasks.text()).contains("java");
        assertThat(object.global("seen")).asLong().isPositive();
        assertThat(object.global("seen").asInt()).isPositive();
        link.close();
    }

    @Test
    @EnabledOnKernel(min = "6.1")
    void filtersTasks(BpfSession bpf) {
        BpfProgram program = open(bpf).load().program("list_tasks");
        assertThat(program.pin(IteratorOptions.thread(PID))).isNotEmpty();
        assertThat(program.pin(IteratorOptions.process(PID))).isNotEmpty();
    }

    @Test
    @EnabledIfIterator(value = "cgroup", since = "6.1")
    void findsItsCgroup() {
        assertThat(IteratorOptions.cgroupOfThisProcess(CgroupOrder.SELF_ONLY).directory())
                .exists();
    }

    @Test
    @EnabledIfIterator("bpf_map_elem")
    void walksAMap(BpfSession bpf) throws Exception {
        BpfObject object = open(bpf).load();
        BpfMap<Integer, Long> counters = object.map("counters", Integer.class, Long.class);
        BpfProgram program = object.program("list_map");
        assertThat(program.attach(IteratorOptions.map(counters)).info())
                .hasMapId(counters.info().id());
        IteratorReader dump = program.pin(IteratorOptions.map(counters));
        // A thread of the common pool would outlive this test.
        Thread later = new Thread(() -> counters.put(1, 42L));
        later.start();
        eventually(() -> assertThat(dump).lines().contains("1: 42"));
        later.join();
        assertThatBpfExceptionThrownBy(program::attach)
                .hasProgram("list_map")
                .isNotUnavailable()
                .hasMessageContaining("map");
    }

    @Test
    void worksWithoutJUnit() {
        try (BpfSession bpf = BpfSession.open()) {
            assertThat(open(bpf).load().program("list_tasks").pin()).isNotEmpty();
        }
    }

    @Test
    @InNetworkNamespace
    void changesItsNamespace(BpfSession bpf) {
        assertThat(open(bpf).load().program("list_tasks").pin()).isNotEmpty();
    }

    private static OpenBpfObject open(BpfSession bpf) {
        return bpf.open(System.getProperty(Training.OBJECT_PROPERTY));
    }
}
