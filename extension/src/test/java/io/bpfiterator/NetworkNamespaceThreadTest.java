// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.namespace.NetworkNamespace;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Tests;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** The thread of a test returns from its namespace, whatever the test does. */
@NeedsKernel
class NetworkNamespaceThreadTest extends NamespaceSteps {

    @InNetworkNamespace
    static class Failing {
        @BeforeEach
        void before() {
            step("before each");
        }

        @Test
        void fails() {
            throw new AssertionError("the test's own");
        }

        @Test
        void throws_what_is_neither_exception_nor_error() throws Throwable {
            throw new Throwable("the test's own");
        }

        @Test
        void aborts() {
            abort("the test's own");
        }

        @AfterEach
        void after() {
            step("after each");
            throw new IllegalStateException("after each");
        }
    }

    @InNetworkNamespace
    static class FailingBefore {
        FailingBefore() {
            throw new IllegalStateException("constructor");
        }

        @Test
        void never() {}
    }

    static class FailingCallbacks implements BeforeEachCallback, AfterEachCallback {
        @Override
        public void beforeEach(ExtensionContext context) {
            step("callback");
            throw new IllegalStateException("before each");
        }

        @Override
        public void afterEach(ExtensionContext context) {
            step("callback");
            throw new IllegalStateException("after each");
        }
    }

    @InNetworkNamespace
    @ExtendWith(FailingCallbacks.class)
    static class BesideAFailingExtension {
        @Test
        void never() {}
    }

    @InNetworkNamespace
    static class TimedOut {
        @Test
        @Timeout(value = 100, unit = TimeUnit.MILLISECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void waits() throws Exception {
            step("test");
            Thread.sleep(60_000);
        }
    }

    @Nested
    class The_thread {

        @Test
        void has_left_when_the_test_failed_and_all_of_its_steps_ran_inside() {
            Tests.run(Failing.class).testEvents().assertStatistics(stats -> stats.started(3)
                    .failed(3));
            assertThat(inodesOf("before each", "after each")).hasSize(6).doesNotContain(outside);
        }

        @Test
        void has_left_when_the_constructor_failed() {
            assertThat(Tests.failure(Tests.run(FailingBefore.class))).hasMessage("constructor");
        }

        @Test
        void is_outside_for_the_callbacks_of_other_extensions_that_fail() {
            assertThat(Tests.failure(Tests.run(BesideAFailingExtension.class))).hasMessage("before each");
            assertThat(inodesOf("callback")).containsExactly(outside, outside);
        }

        @Test
        void may_be_one_that_a_timeout_starts_for_the_test() {
            assertThat(Tests.failure(Tests.run(TimedOut.class))).hasMessageContaining("timed out");
            assertAllInOneInside(inodesOf("test"));
        }
    }

    @InNetworkNamespace
    static class Reading {

        private static final int PORT = 9;

        @BpfIterator(obj = "/sockets.bpf.o", program = "tcp")
        IteratorReader sockets;

        /** Open until the report is written, after each test's last method. */
        private static final List<ServerSocket> SERVERS = new CopyOnWriteArrayList<>();

        @BeforeEach
        void listen() throws Exception {
            SERVERS.add(new ServerSocket(PORT, 1, LOOPBACK));
        }

        @Test
        void sees_only_its_own_socket() {
            assertThat(sockets).lines().containsExactly("9");
        }

        @Test
        void leaves_the_reading_to_the_report() {}

        @AfterAll
        static void close() throws Exception {
            for (ServerSocket server : SERVERS) {
                server.close();
            }
        }
    }

    @Nested
    class An_iterator {

        @Test
        void shows_only_the_tests_own_sockets() throws Exception {
            try (ServerSocket elsewhere = new ServerSocket(0, 1, LOOPBACK)) {
                assertThat(elsewhere.isBound()).isTrue();
                passing(2, Reading.class);
            }
        }
    }

    @InNetworkNamespace
    @Execution(ExecutionMode.CONCURRENT)
    static class Concurrent {

        private static final CyclicBarrier ALL_INSIDE = new CyclicBarrier(4);

        @BpfIterator(obj = "/sockets.bpf.o", program = "tcp")
        IteratorReader sockets;

        @RepeatedTest(4)
        void listens_on_the_same_port(NetworkNamespace mine) throws Exception {
            try (ServerSocket server = new ServerSocket(9, 1, LOOPBACK)) {
                ALL_INSIDE.await(30, TimeUnit.SECONDS);
                assertThat(server.getLocalPort()).isEqualTo(9);
                assertThat(sockets).lines().containsExactly("9");
                assertThat(mine.inode()).isEqualTo(NetworkNamespace.currentInode());
                step("test");
                ALL_INSIDE.await(30, TimeUnit.SECONDS);
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class BesideOneInANamespace {

        /** A worker of JUnit's pool that waits for tasks may run other tests, which would be in its namespace. */
        @Nested
        @InNetworkNamespace
        @Execution(ExecutionMode.CONCURRENT)
        class Inside {
            @RepeatedTest(4)
            void does_not_run_on_a_worker() {
                assertThat(ForkJoinTask.inForkJoinPool()).isFalse();
                step("inside");
                pause();
            }
        }

        @Nested
        @Execution(ExecutionMode.CONCURRENT)
        class Plain {
            @RepeatedTest(40)
            void stays_outside() {
                step("plain");
                pause();
            }
        }

        private static void pause() {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
        }
    }

    @InNetworkNamespace
    @Execution(ExecutionMode.CONCURRENT)
    static class Slow {
        @RepeatedTest(2)
        @Timeout(value = 100, unit = TimeUnit.MILLISECONDS)
        void waits() throws Exception {
            step("test");
            Thread.sleep(60_000);
        }
    }

    @InNetworkNamespace
    @Execution(ExecutionMode.CONCURRENT)
    static class FailingBesideOthers {

        private static final Set<Thread> THREADS = ConcurrentHashMap.newKeySet();

        @RepeatedTest(2)
        void fails() {
            THREADS.add(Thread.currentThread());
            throw new IllegalStateException("the test's own");
        }
    }

    @Nested
    class Concurrent_tests {

        private EngineExecutionResults run(int parallelism, Class<?> testClass) {
            return Tests.run(
                    testClass,
                    Map.of(
                            "junit.jupiter.execution.parallel.enabled", "true",
                            "junit.jupiter.execution.parallel.config.strategy", "fixed",
                            "junit.jupiter.execution.parallel.config.fixed.parallelism",
                                    Integer.toString(parallelism)));
        }

        @Test
        void run_outside_unless_they_ask_for_a_namespace() {
            run(2, BesideOneInANamespace.class).testEvents().assertStatistics(stats -> stats.succeeded(44)
                    .failed(0));
            assertThat(inodesOf("plain")).hasSize(40).containsOnly(outside);
            assertThat(inodesOf("inside")).hasSize(4).doesNotContain(outside);
        }

        @Test
        void are_interrupted_by_their_timeout() {
            run(2, Slow.class)
                    .testEvents()
                    .assertStatistics(stats -> stats.started(2).failed(2))
                    .failed()
                    .assertThatEvents()
                    .allSatisfy(event -> assertThat(event.getRequiredPayload(TestExecutionResult.class)
                                    .getThrowable()
                                    .orElseThrow())
                            .hasMessageContaining("timed out"));
        }

        @Test
        void fail_with_their_own_exceptions() {
            run(2, FailingBesideOthers.class)
                    .testEvents()
                    .failed()
                    .assertThatEvents()
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(event.getRequiredPayload(TestExecutionResult.class)
                                    .getThrowable()
                                    .orElseThrow())
                            .hasMessage("the test's own"));
        }

        @Test
        void leave_no_thread() throws Exception {
            run(2, FailingBesideOthers.class);

            assertThat(FailingBesideOthers.THREADS).isNotEmpty();
            for (Thread thread : FailingBesideOthers.THREADS) {
                thread.join(10_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }

        @Test
        void have_separate_namespaces() {
            run(4, Concurrent.class).testEvents().assertStatistics(stats -> stats.succeeded(4)
                    .failed(0));
            assertThat(inodesOf("test")).hasSize(4).doesNotContain(outside).doesNotHaveDuplicates();
        }
    }
}
