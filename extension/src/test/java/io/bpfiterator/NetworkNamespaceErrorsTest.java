// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.namespace.NetworkNamespace;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.ForkedTests.Result;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Setpriv;
import io.bpfiterator.support.Tests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes with @InNetworkNamespace, and kernels that refuse a namespace. */
@NeedsKernel
class NetworkNamespaceErrorsTest extends NamespaceSteps {

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

        @ParameterizedTest
        @ValueSource(strings = {"sys_admin", "net_admin"})
        void without_privilege_skips_the_test_if_that_is_configured(String capability) throws Exception {
            assertThat(ForkedTests.run(Isolating.class, Setpriv.without(capability), "-Dbpfiterator.unavailable=skip")
                            .output())
                    .isEmpty();
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
                    "Cannot open this thread's network namespace at /proc/thread-self/ns/net: this process has as"
                            + " many open files as it may have (EMFILE). Close what the tests open, or raise the limit"
                            + " with ulimit -n.");
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
