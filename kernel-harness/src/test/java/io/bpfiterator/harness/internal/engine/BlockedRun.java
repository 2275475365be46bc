// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.BpfTest;
import io.bpfiterator.harness.support.Runs;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The main class of a JVM with a run that blocks until the JVM is killed. */
final class BlockedRun {

    private BlockedRun() {}

    public static void main(String[] arguments) {
        Runs.with(
                Map.of(Runs.ENVIRONMENTS, "host", "bpfiterator.report.directory", arguments[0]),
                selectClass(Blocks.class));
    }

    @BpfTest
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Blocks {

        @Test
        @Order(1)
        void before() {}

        @Test
        @Order(2)
        void blocks() throws InterruptedException {
            System.out.println("blocks now");
            new CountDownLatch(1).await();
        }

        @Test
        @Order(3)
        void after() {}
    }
}
