package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.namespace.NetworkNamespace;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.ForkedTests.Result;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NetworkNamespaces;
import io.bpfiterator.support.Setpriv;
import io.bpfiterator.support.Tests;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;

@NeedsKernel
class InNetworkNamespaceTest {

    /** A step in the lifecycle of a test, with its network namespace. */
    private record Step(String name, long inode) {}

    private static final List<Step> STEPS = new CopyOnWriteArrayList<>();

    /** Keeps the namespace of each step alive: the kernel reuses the inode of one that is gone. */
    private static final List<Closeable> HELD = new CopyOnWriteArrayList<>();

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final long outside = NetworkNamespace.currentInode();

    private static void step(String name) {
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

    private static List<Long> inodesOf(String... names) {
        List<String> wanted = List.of(names);
        return STEPS.stream()
                .filter(step -> wanted.contains(step.name()))
                .map(Step::inode)
                .toList();
    }

    private static EngineExecutionResults passing(int tests, Class<?> testClass) {
        EngineExecutionResults results = Tests.run(testClass);
        results.testEvents()
                .assertStatistics(stats -> stats.started(tests).succeeded(tests).failed(0));
        results.containerEvents().assertStatistics(stats -> stats.failed(0));
        return results;
    }

    private void assertAllInOneInside(List<Long> inodes) {
        assertThat(inodes).isNotEmpty().doesNotContain(outside);
        assertThat(inodes.stream().distinct()).hasSize(1);
    }

    @InNetworkNamespace
    static class WholeLife {
        WholeLife() {
            step("constructor");
        }

        @BeforeAll
        static void first() {
            step("before all");
        }

        @BeforeEach
        void before(NetworkNamespace mine) {
            step("before each");
            assertThat(mine.inode()).isEqualTo(NetworkNamespace.currentInode());
        }

        @Test
        void test(NetworkNamespace mine) {
            step("test");
            assertThat(mine.inode()).isEqualTo(NetworkNamespace.currentInode());
        }

        @AfterEach
        void after() {
            step("after each");
        }

        @AfterAll
        static void last() {
            step("after all");
        }
    }

    static class OnAMethod {
        OnAMethod() {
            step("constructor");
        }

        @BeforeEach
        void before() {
            step("before each");
        }

        @Test
        @InNetworkNamespace
        void test() {
            step("test");
        }

        @AfterEach
        void after() {
            step("after each");
        }
    }

    static class OnOneOfTwoMethods {
        @Test
        @InNetworkNamespace
        void inside() {
            step("inside");
        }

        @Test
        void outside() {
            step("outside");
        }
    }

    @InNetworkNamespace
    @TestInstance(Lifecycle.PER_CLASS)
    static class OneInstance {
        OneInstance() {
            step("constructor");
        }

        @BeforeAll
        void first() {
            step("before all");
        }

        @Test
        void one() {
            step("one");
        }

        @Test
        void two() {
            step("two");
        }
    }

    @Nested
    class A_test {

        @Test
        void runs_completely_inside_one_namespace() {
            passing(1, WholeLife.class);
            assertThat(STEPS).hasSize(6);
            assertAllInOneInside(inodesOf("constructor", "before each", "test", "after each"));
            assertThat(inodesOf("before all", "after all")).containsExactly(outside, outside);
        }

        @Test
        void that_is_annotated_itself_does_too() {
            passing(1, OnAMethod.class);
            assertThat(STEPS).hasSize(4);
            assertAllInOneInside(inodesOf("constructor", "before each", "test", "after each"));
        }

        @Test
        void that_is_not_annotated_stays_outside() {
            passing(2, OnOneOfTwoMethods.class);
            assertThat(inodesOf("outside")).containsExactly(outside);
            assertAllInOneInside(inodesOf("inside"));
        }

        @Test
        void shares_its_instance_but_not_its_namespace_with_other_tests() {
            passing(2, OneInstance.class);
            assertThat(inodesOf("constructor", "before all")).containsExactly(outside, outside);
            assertThat(inodesOf("one", "two"))
                    .hasSize(2)
                    .doesNotContain(outside)
                    .doesNotHaveDuplicates();
        }
    }

    @Target({ElementType.METHOD, ElementType.TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @InNetworkNamespace
    @Test
    @interface IsolatedTest {}

    static class ByAMetaAnnotation {
        @IsolatedTest
        void test() {
            step("test");
        }
    }

    static class Derived extends WholeLife {}

    @InNetworkNamespace
    interface Isolated {}

    static class Implementing implements Isolated {
        @Test
        void test() {
            step("test");
        }
    }

    @InNetworkNamespace
    static class Around {
        @BeforeEach
        void before() {
            step("before each");
        }

        @Nested
        class Inner {
            @Test
            @InNetworkNamespace
            void test() {
                step("test");
            }
        }
    }

    @Nested
    class The_annotation {

        @Test
        void may_be_a_meta_annotation() {
            passing(1, ByAMetaAnnotation.class);
            assertAllInOneInside(inodesOf("test"));
        }

        @Test
        void applies_to_subclasses() {
            passing(1, Derived.class);
            assertAllInOneInside(inodesOf("before each", "test"));
        }

        @Test
        void applies_to_classes_that_implement_an_interface() {
            passing(1, Implementing.class);
            assertAllInOneInside(inodesOf("test"));
        }

        @Test
        void applies_to_nested_classes_and_only_once_if_repeated() {
            passing(1, Around.class);
            assertThat(STEPS).hasSize(2);
            assertAllInOneInside(inodesOf("before each", "test"));
        }
    }

    @InNetworkNamespace
    static class Templates {
        @RepeatedTest(3)
        void repeated(NetworkNamespace mine) {
            step("repeated");
            assertThat(mine.inode()).isEqualTo(NetworkNamespace.currentInode());
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void parameterized(int ignored, NetworkNamespace mine) {
            step("parameterized");
            assertThat(mine.inode()).isEqualTo(NetworkNamespace.currentInode());
        }
    }

    @InNetworkNamespace
    static class Dynamic {
        @BeforeEach
        void before() {
            step("before each");
        }

        @TestFactory
        Stream<DynamicTest> tests() {
            step("factory");
            return Stream.of("one", "two").map(name -> dynamicTest(name, () -> step(name)));
        }
    }

    @Nested
    class A_template {

        @Test
        void has_a_namespace_for_each_invocation() {
            passing(6, Templates.class);
            assertThat(inodesOf("repeated", "parameterized"))
                    .hasSize(6)
                    .doesNotContain(outside)
                    .doesNotHaveDuplicates();
        }
    }

    @Nested
    class A_test_factory {

        @Test
        void shares_its_namespace_with_its_dynamic_tests() {
            passing(2, Dynamic.class);
            assertThat(STEPS).hasSize(4);
            assertAllInOneInside(inodesOf("before each", "factory", "one", "two"));
        }
    }

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

    @Nested
    class Concurrent_tests {

        @Test
        void have_separate_namespaces() {
            Tests.run(
                            Concurrent.class,
                            Map.of(
                                    "junit.jupiter.execution.parallel.enabled", "true",
                                    "junit.jupiter.execution.parallel.config.strategy", "fixed",
                                    "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"))
                    .testEvents()
                    .assertStatistics(stats -> stats.succeeded(4).failed(0));
            assertThat(inodesOf("test")).hasSize(4).doesNotContain(outside).doesNotHaveDuplicates();
        }
    }

    @InNetworkNamespace
    static class InBeforeAll {
        @BeforeAll
        static void take(NetworkNamespace none) {}

        @Test
        void never() {}
    }

    @InNetworkNamespace
    @TestInstance(Lifecycle.PER_CLASS)
    static class InTheOnlyInstance {
        InTheOnlyInstance(NetworkNamespace none) {}

        @Test
        void never() {}
    }

    static class WithoutTheAnnotation {
        @Test
        void test(NetworkNamespace none) {}
    }

    @InNetworkNamespace
    static class ClosingItsOwn {
        @Test
        void closes(NetworkNamespace mine) {
            mine.close();
        }

        @AfterEach
        void never() {}
    }

    @InNetworkNamespace
    static class Isolating {
        @Test
        void never() {}
    }

    @Nested
    class Wrong_use {

        @Test
        void before_all_has_no_namespace() {
            assertThat(Tests.failure(Tests.run(InBeforeAll.class)))
                    .isInstanceOf(ParameterResolutionException.class)
                    .hasMessageContaining("NetworkNamespace")
                    .hasMessageEndingWith(
                            "each test has its own namespace, and this method does not belong to a test. Move the"
                                    + " parameter to a test, a @BeforeEach or an @AfterEach method.");
        }

        @Test
        void an_instance_for_all_tests_has_none() {
            assertThat(Tests.failure(Tests.run(InTheOnlyInstance.class)))
                    .isInstanceOf(ParameterResolutionException.class)
                    .hasMessageContaining("this method does not belong to a test");
        }

        @Test
        void without_the_annotation_the_parameter_is_not_resolved() {
            assertThat(Tests.failure(Tests.run(WithoutTheAnnotation.class)))
                    .isInstanceOf(ParameterResolutionException.class)
                    .hasMessageContaining("No ParameterResolver registered");
        }

        @Test
        void a_test_that_closes_its_namespace_fails() {
            assertThat(Tests.failure(Tests.run(ClosingItsOwn.class)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageMatching("Cannot enter network namespace net:\\[\\d+]: it is closed\\. Enter it before"
                            + " it is closed\\.");
        }
    }

    @Nested
    class A_kernel_that_refuses {

        @Test
        void without_privilege_is_a_failure_that_names_the_capability() throws Exception {
            assertFails(
                    Setpriv.without("sys_admin"),
                    "Cannot create a network namespace: unshare(2) failed (EPERM). Run as root, or with CAP_SYS_ADMIN,"
                            + " or in"
                            + " a privileged container.");
        }

        @Test
        void to_bring_the_loopback_up_is_a_failure_that_names_the_capability() throws Exception {
            assertFails(
                    Setpriv.without("net_admin"),
                    "Cannot bring up the loopback interface of a new network namespace: SIOCSIFFLAGS failed (EPERM)."
                            + " Run with"
                            + " CAP_NET_ADMIN, on a kernel built with CONFIG_INET=y.");
        }

        @Test
        void because_of_too_many_namespaces_is_a_failure_that_names_the_limit() throws Exception {
            assertFails(
                    answering("inject=unshare:error=ENOSPC"),
                    "unshare(2) failed (ENOSPC). Close other network namespaces, or raise"
                            + " /proc/sys/user/max_net_namespaces.");
        }

        @Test
        void because_it_has_no_network_namespaces_is_a_failure_that_names_the_option() throws Exception {
            assertFails(
                    answering("inject=unshare:error=EINVAL"),
                    "unshare(2) failed (EINVAL). Use a kernel built with CONFIG_NET_NS=y.");
        }

        @Test
        void a_descriptor_is_a_failure_that_names_the_limit() throws Exception {
            assertFails(
                    answering("inject=openat:error=EMFILE", "-P", "/proc/thread-self/ns/net"),
                    "Cannot open this thread's network namespace at /proc/thread-self/ns/net: too many open files"
                            + " (EMFILE)."
                            + " Close descriptors, or raise ulimit -n.");
        }

        private static List<String> answering(String injection, String... filter) {
            List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null", "-e", injection));
            command.addAll(List.of(filter));
            return command;
        }

        private static void assertFails(List<String> surroundings, String message) throws Exception {
            Result result = ForkedTests.run(Isolating.class, surroundings);
            assertThat(result.output()).contains(BpfException.class.getName(), message);
            assertThat(result.exitStatus()).isEqualTo(1);
        }
    }
}
