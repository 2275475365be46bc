// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.namespace;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;
import static io.bpfiterator.assertj.BpfAssertions.assertThatIllegalStateException;
import static io.bpfiterator.assertj.BpfAssertions.catchThrowable;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.bpfiterator.BpfIterator;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NetworkNamespaces;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

@NeedsKernel
class NetworkNamespaceTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** The port of the service "discard", which the kernel does not assign by itself. */
    private static final int PORT = 9;

    private final long outside = NetworkNamespace.currentInode();

    private NetworkNamespace namespace;

    @BeforeEach
    void create() {
        namespace = NetworkNamespace.create();
    }

    @AfterEach
    void this_thread_is_back_and_nothing_is_left() throws Exception {
        namespace.close();
        assertThat(NetworkNamespace.currentInode()).isEqualTo(outside);
        assertThat(NetworkNamespaces.others()).isEmpty();
    }

    @Nested
    class Its_sockets {

        @Test
        @BpfIterator(obj = "/sockets.bpf.o", program = "tcp")
        void of_tcp_are_visible_only_inside(IteratorReader sockets) throws Exception {
            try (ServerSocket elsewhere = new ServerSocket(0, 1, LOOPBACK);
                    ServerSocket server = namespace.call(() -> new ServerSocket(PORT, 1, LOOPBACK))) {
                assertThat(namespace.call(sockets::lines)).containsExactly(Integer.toString(PORT));
                assertThat(sockets)
                        .lines()
                        .contains(Integer.toString(elsewhere.getLocalPort()))
                        .doesNotContain(Integer.toString(server.getLocalPort()));
            }
        }

        @Test
        @BpfIterator(obj = "/sockets.bpf.o", program = "udp")
        void of_udp_are_visible_only_inside(IteratorReader sockets) throws Exception {
            InetSocketAddress address = new InetSocketAddress(LOOPBACK, PORT);
            try (DatagramSocket elsewhere = new DatagramSocket(0, LOOPBACK);
                    DatagramSocket socket = namespace.call(() -> new DatagramSocket(address))) {
                assertThat(namespace.call(sockets::lines)).containsExactly(Integer.toString(socket.getLocalPort()));
                assertThat(sockets)
                        .lines()
                        .contains(Integer.toString(elsewhere.getLocalPort()))
                        .doesNotContain(Integer.toString(PORT));
            }
        }

        @Test
        @BpfIterator(obj = "/sockets.bpf.o", program = "local")
        void of_unix_are_visible_only_inside(IteratorReader sockets, @TempDir Path directory) throws Exception {
            Path there = directory.resolve("there");
            Path here = directory.resolve("here");
            try (ServerSocketChannel elsewhere = bound(there);
                    ServerSocketChannel server = namespace.call(() -> bound(here))) {
                assertThat(namespace.call(sockets::lines)).containsExactly(here.toString());
                assertThat(sockets).lines().contains(there.toString()).doesNotContain(here.toString());
            }
        }

        @Test
        @BpfIterator(obj = "/sockets.bpf.o", program = "tcp")
        void are_visible_to_a_run_that_was_opened_inside_wherever_it_is_read(IteratorReader sockets) throws Exception {
            try (ServerSocket server = namespace.call(() -> new ServerSocket(PORT, 1, LOOPBACK));
                    Stream<String> run = namespace.call(sockets::stream)) {
                assertThat(run).containsExactly(Integer.toString(server.getLocalPort()));
            }
        }

        @Test
        void may_use_the_same_port_as_others_elsewhere() throws Exception {
            try (NetworkNamespace other = NetworkNamespace.create();
                    ServerSocket one = namespace.call(() -> new ServerSocket(PORT, 1, LOOPBACK));
                    ServerSocket two = other.call(() -> new ServerSocket(PORT, 1, LOOPBACK))) {
                assertThat(one.getLocalPort()).isEqualTo(two.getLocalPort());
            }
        }

        @Test
        void reach_each_other_by_loopback() throws Exception {
            namespace.run(() -> {
                try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
                        Socket client = new Socket(LOOPBACK, server.getLocalPort());
                        Socket accepted = server.accept()) {
                    client.getOutputStream().write(42);
                    assertThat(accepted.getInputStream().read()).isEqualTo(42);
                }
            });
        }

        private static ServerSocketChannel bound(Path path) throws IOException {
            return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
        }
    }

    @Nested
    class The_calling_thread {

        @Test
        void is_inside_only_for_the_call() {
            assertThat((long) namespace.call(NetworkNamespace::currentInode))
                    .isEqualTo(namespace.inode())
                    .isNotEqualTo(outside);
            assertThat(NetworkNamespace.currentInode()).isEqualTo(outside);
        }

        @Test
        void returns_after_an_exception_of_the_work() {
            IOException thrown = new IOException("the work's own");

            assertThat(catchThrowable(() -> namespace.run(() -> {
                        throw thrown;
                    })))
                    .isSameAs(thrown);

            assertThat(NetworkNamespace.currentInode()).isEqualTo(outside);
        }

        @Test
        void returns_to_the_calling_namespace_when_calls_are_nested() {
            try (NetworkNamespace inner = NetworkNamespace.create()) {
                List<Long> visited = new ArrayList<>();
                namespace.run(() -> {
                    inner.run(() -> {
                        visited.add(NetworkNamespace.currentInode());
                        namespace.run(() -> visited.add(NetworkNamespace.currentInode()));
                        visited.add(NetworkNamespace.currentInode());
                    });
                    visited.add(NetworkNamespace.currentInode());
                });
                assertThat(visited).containsExactly(inner.inode(), namespace.inode(), inner.inode(), namespace.inode());
            }
        }

        @Test
        void may_create_another_namespace_inside() {
            try (NetworkNamespace another = namespace.call(NetworkNamespace::create)) {
                assertThat(another.inode()).isNotIn(namespace.inode(), outside);
            }
        }

        @Test
        void returns_even_if_the_namespace_is_closed_meanwhile() {
            namespace.run(() -> {
                namespace.close();
                assertThat(NetworkNamespace.currentInode()).isEqualTo(namespace.inode());
            });
        }

        @Test
        void is_the_only_one_that_moves() throws Exception {
            CyclicBarrier bothInside = new CyclicBarrier(2);
            try (NetworkNamespace other = NetworkNamespace.create()) {
                List<Long> found = Stream.of(namespace, other)
                        .map(each -> inThread(() -> each.call(() -> {
                            bothInside.await();
                            return NetworkNamespace.currentInode();
                        })))
                        .toList()
                        .stream()
                        .map(NetworkNamespaceTest::resultOf)
                        .toList();
                assertThat(found).containsExactly(namespace.inode(), other.inode());
            }
        }
    }

    @Nested
    class Many {

        @Test
        void are_created_at_once_and_differ() {
            List<CompletableFuture<NetworkNamespace>> created = IntStream.range(0, 16)
                    .mapToObj(i -> CompletableFuture.supplyAsync(NetworkNamespace::create))
                    .toList();
            List<NetworkNamespace> namespaces =
                    created.stream().map(CompletableFuture::join).toList();
            namespaces.forEach(NetworkNamespace::close);
            assertThat(namespaces).extracting(NetworkNamespace::inode).doesNotHaveDuplicates();
        }
    }

    @Nested
    class A_namespace {

        @Test
        void has_the_notation_of_proc() throws Exception {
            assertThat(namespace).hasToString("net:[" + namespace.inode() + "]");
            assertThat(namespace.call(() -> Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"))))
                    .hasToString(namespace.toString());
        }

        @Test
        void may_be_closed_twice() {
            namespace.close();
            namespace.close();
        }

        @Test
        void that_is_closed_is_not_entered() {
            namespace.close();
            assertThatIllegalStateException()
                    .isThrownBy(() -> namespace.run(() -> {}))
                    .withMessage("Cannot enter network namespace " + namespace
                            + ": it is closed. Enter it before it is closed.");
        }
    }

    @Nested
    class Without_the_privilege {

        @Test
        void none_is_created() {
            Throwable failure = failureOf(() -> {
                Privilege.drop();
                NetworkNamespace.create();
                return null;
            });
            assertThat(failure)
                    .isInstanceOf(BpfException.class)
                    .hasMessage("Cannot create a network namespace: unshare(2) failed (EPERM)."
                            + " Run as root, or with CAP_SYS_ADMIN, or in a privileged container.");
        }

        @Test
        void none_is_entered() {
            Throwable failure = failureOf(() -> {
                Privilege.drop();
                namespace.run(() -> {});
                return null;
            });
            assertThat(failure)
                    .isInstanceOf(BpfException.class)
                    .hasMessage("Cannot enter network namespace " + namespace + ": setns(2) failed (EPERM)."
                            + " Run as root, or with CAP_SYS_ADMIN, or in a privileged container.");
        }
    }

    @Nested
    class A_thread_that_cannot_return {

        private final IOException own = new IOException("the work's own");

        @Test
        void is_reported_even_if_the_work_failed() {
            assertThat(failureOf(this::strand))
                    .isInstanceOf(BpfException.class)
                    .hasMessage("Thread \"stranded\" cannot return from network namespace " + namespace
                            + ": setns(2) failed (EPERM). Let the thread end, and keep CAP_SYS_ADMIN in the code that"
                            + " runs"
                            + " in the namespace.")
                    .hasSuppressedException(own);
        }

        @Test
        void is_refused_from_then_on() {
            Throwable failure = failureOf(() -> {
                catchThrowable(this::strand);
                return namespace.call(NetworkNamespace::currentInode);
            });
            assertThat(failure)
                    .isInstanceOf(BpfException.class)
                    .hasMessage(
                            "Thread \"stranded\" cannot enter a network namespace: it is stranded in another one, from"
                                    + " which it could not return. Let the thread end, and use another thread.")
                    .hasCauseInstanceOf(BpfException.class);
        }

        private Void strand() throws IOException {
            Thread.currentThread().setName("stranded");
            return namespace.call(() -> {
                Privilege.drop();
                throw own;
            });
        }
    }

    @Nested
    class A_virtual_thread {

        @Test
        @EnabledForJreRange(min = JRE.JAVA_21)
        void is_refused() throws Exception {
            FutureTask<Boolean> entering = new FutureTask<>(() -> namespace.call(() -> true));
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, entering);

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(entering::get)
                    .havingCause()
                    .isInstanceOf(BpfException.class)
                    .withMessage(
                            "A virtual thread cannot enter a network namespace: its carrier thread would enter it, with"
                                    + " the virtual threads that run there next. Use a platform thread.");
        }
    }

    private interface Attempt<T> {
        T make() throws Exception;
    }

    private static <T> FutureTask<T> inThread(Attempt<T> attempt) {
        FutureTask<T> task = new FutureTask<>(attempt::make);
        new Thread(task).start();
        return task;
    }

    private static <T> T resultOf(FutureTask<T> task) {
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** Makes an attempt in a thread that ends with it, and returns its failure. */
    private static Throwable failureOf(Attempt<@Nullable Object> attempt) {
        return catchThrowable(() -> inThread(attempt).get()).getCause();
    }

    /** The capabilities of the calling thread, which are its own. */
    private interface Privilege extends Library {

        int LINUX_CAPABILITY_VERSION_3 = 0x20080522;

        int capset(Pointer header, Pointer data);

        static void drop() {
            try (Memory header = new Memory(8);
                    Memory none = new Memory(24)) {
                header.clear();
                header.setInt(0, LINUX_CAPABILITY_VERSION_3);
                none.clear();
                assertThat(Native.load("c", Privilege.class).capset(header, none))
                        .isZero();
            }
        }
    }
}
