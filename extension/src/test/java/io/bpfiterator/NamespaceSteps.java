// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.namespace.NetworkNamespace;
import io.bpfiterator.support.NetworkNamespaces;
import io.bpfiterator.support.Tests;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Records in which network namespace each step of a test runs. */
abstract class NamespaceSteps {

    /** A step in the lifecycle of a test, with its network namespace. */
    record Step(String name, long inode) {}

    static final List<Step> STEPS = new CopyOnWriteArrayList<>();

    /** Keeps the namespace of each step alive: the kernel reuses the inode of one that is gone. */
    static final List<Closeable> HELD = new CopyOnWriteArrayList<>();

    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    final long outside = NetworkNamespace.currentInode();

    static void step(String name) {
        try {
            HELD.add(new FileInputStream("/proc/thread-self/ns/net"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        STEPS.add(new Step(name, NetworkNamespace.currentInode()));
    }

    @BeforeEach
    void forgetSteps() {
        STEPS.clear();
    }

    @AfterEach
    void this_thread_is_outside_and_no_namespace_is_left() throws Exception {
        for (Closeable held : HELD) {
            held.close();
        }
        HELD.clear();
        assertThat(NetworkNamespace.currentInode()).isEqualTo(outside);
        assertThat(NetworkNamespaces.others()).isEmpty();
    }

    static List<Long> inodesOf(String... names) {
        List<String> wanted = List.of(names);
        return STEPS.stream()
                .filter(step -> wanted.contains(step.name()))
                .map(Step::inode)
                .toList();
    }

    static EngineExecutionResults passing(int tests, Class<?> testClass) {
        EngineExecutionResults results = Tests.run(testClass);
        results.testEvents()
                .assertStatistics(stats -> stats.started(tests).succeeded(tests).failed(0));
        results.containerEvents().assertStatistics(stats -> stats.failed(0));
        return results;
    }

    void assertAllInOneInside(List<Long> inodes) {
        assertThat(inodes).isNotEmpty().doesNotContain(outside);
        assertThat(inodes.stream().distinct()).hasSize(1);
    }
}
