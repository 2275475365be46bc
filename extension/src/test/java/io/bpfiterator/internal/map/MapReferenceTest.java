// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.jna.NativeLibrary;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libc;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapType;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** References to maps, and maps whose values refer to maps and sockets. */
@NeedsKernel
@NeedsMapIterators
class MapReferenceTest extends MapsOfAllTypes {

    @Nested
    class A_map_of_maps {

        private final BpfMap<Integer, BpfMap<byte[], byte[]>> array =
                object.map("array_of_maps").ofMaps(Integer.class);
        private final BpfMap<Integer, BpfMap<byte[], byte[]>> hash =
                object.map("hash_of_maps").ofMaps(Integer.class);

        @Test
        void contains_the_maps_that_the_object_declares() {
            try (BpfMap<byte[], byte[]> inner = array.get(1).orElseThrow()) {
                assertThat(inner.info().id())
                        .isEqualTo(object.map("first").info().id());
            }
            assertThat(array.get(0)).isEmpty();
            assertThat(hash.keys()).isEmpty();
        }

        @Test
        void accepts_other_maps_which_the_program_sees() {
            object.map("first", Integer.class, Long.class).put(0, 11L);
            hash.put(
                    0,
                    session.map(MapType.ARRAY, "other", Integer.class, Long.class, 1)
                            .typed(byte[].class, byte[].class));

            try (BpfMap<byte[], byte[]> inner = hash.get(0).orElseThrow()) {
                inner.typed(Integer.class, Long.class).put(0, 22L);
                assertThat(inner.name()).isEqualTo("other");
            }

            assertThat(object.program("read_inner").pin().lines())
                    .containsExactly("array of maps: 11", "hash of maps: 22");
        }

        @Test
        void refuses_a_map_of_another_kind() {
            fails(
                    () -> hash.put(0, object.map("points")),
                    "Cannot put 0 in map hash_of_maps (hash_of_maps, id ",
                    "): invalid argument (EINVAL). Put a map with the type, sizes and flags that the declaration"
                            + " gives.");
        }

        @Test
        void that_is_read_only_contains_read_only_maps() {
            BpfMap<Integer, BpfMap<byte[], byte[]>> opened =
                    session.map("id " + object.map("array_of_maps").info().id()).ofMaps(Integer.class);

            try (BpfMap<byte[], byte[]> inner = opened.get(1).orElseThrow()) {
                fails(
                        () -> inner.typed(Integer.class, Long.class).put(0, 1L),
                        "the map belongs to another object or process and was opened read-only (EPERM).");
            }
        }
    }

    @Nested
    class A_map_of_sockets {

        private final Fd socket = session.keep(
                new Fd(Libc.libc().socket(Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0), "a socket"));

        @Test
        void keeps_a_value_with_a_socket() {
            BpfMap<Integer, Long> storage = object.map("of_sockets", Integer.class, Long.class);
            assertThat(storage.get(socket.number())).isEmpty();

            storage.put(socket.number(), 33L);

            assertThat(storage.get(socket.number())).contains(33L);
            assertThat(object.program("dump_storage")
                            .pin(IteratorOptions.map(storage))
                            .lines())
                    .containsExactly("state 7: 33");
            assertThat(storage.remove(socket.number())).isTrue();
            fails(storage::keys, "Cannot walk map of_sockets (sk_storage, id ", "operation not supported");
        }

        @Test
        void refuses_a_descriptor_that_is_not_a_sockets() {
            BpfMap<Integer, Long> storage = object.map("of_sockets", Integer.class, Long.class);

            fails(() -> storage.put(KernelMap.of(object.map("points")).fd().number(), 1L), "ENOTSOCK");
            fails(() -> storage.put(-1, 1L), "EBADF");
        }

        @ParameterizedTest
        @EnumSource(names = {"SOCKMAP", "SOCKHASH"})
        void keeps_the_socket_of_a_descriptor(MapType type) {
            String name = type == MapType.SOCKMAP ? "sockets" : "sockets_by_key";
            BpfMap<Integer, Long> sockets = object.map(name, Integer.class, Long.class);

            sockets.put(1, (long) listening().number());

            assertThat(sockets.get(1)).as("the socket's cookie").isPresent();
            assertThat(object.program("dump_sockets")
                            .pin(IteratorOptions.map(sockets))
                            .lines())
                    .contains("1: a socket");
            assertThat(sockets.remove(1)).isTrue();
        }

        /** Returns a listening TCP socket: these maps accept only connected and listening ones. */
        private Fd listening() {
            Fd tcp = session.keep(
                    new Fd(Libc.libc().socket(Libc.AF_INET, SOCK_STREAM | Libc.SOCK_CLOEXEC, 0), "a listening socket"));
            int result = NativeLibrary.getInstance("c").getFunction("listen").invokeInt(new Object[] {tcp.number(), 1});
            assertThat(result).isZero();
            return tcp;
        }
    }

    @Nested
    class A_reference {

        private final BpfMap<Integer, Long> numbers = object.map("numbers", Integer.class, Long.class);

        @Test
        void opens_a_map_by_its_pin_while_it_is_there() throws Exception {
            numbers.put(0, 5L);
            Path path = session.pinPath("numbers");
            numbers.pin(path);

            assertOpens("pinned " + path);
            fails(
                    () -> numbers.pin(path),
                    "Cannot pin at " + path + ": the file already exists. Remove it (rm " + path
                            + "), or choose another path.");
            Files.delete(path);
            fails(
                    () -> session.map("pinned " + path),
                    "Cannot open a pinned map at " + path,
                    "the file does not exist (ENOENT)");
        }

        @Test
        void opens_a_map_by_its_id() {
            numbers.put(0, 5L);
            assertOpens("id " + numbers.info().id());
        }

        @Test
        void opens_a_map_by_its_name() {
            BpfMap<Integer, Long> own = session.map(MapType.HASH, "by_name_only", Integer.class, Long.class, 1);
            own.put(0, 5L);
            assertOpens("name by_name_only");
        }

        @Test
        void knows_the_types_that_the_kernel_keeps() {
            BpfMap<Integer, Point> points = object.map("points", Integer.class, Point.class);
            points.put(7, new Point(1, -1));

            BpfMap<Integer, Point> opened =
                    session.map("id " + points.info().id()).typed(Integer.class, Point.class);

            assertThat(opened.get(7)).contains(new Point(1, -1));
        }

        @Test
        void opens_a_map_that_outlives_its_object() {
            numbers.put(0, 5L);
            BpfMap<byte[], byte[]> opened = session.map("id " + numbers.info().id());
            object.close();

            assertThat(opened.typed(Integer.class, Long.class).get(0)).contains(5L);
        }

        private void assertOpens(String reference) {
            BpfMap<Integer, Long> opened = session.map(reference).typed(Integer.class, Long.class);
            assertThat(opened.get(0)).contains(5L);
            fails(
                    () -> opened.put(0, 6L),
                    "the map belongs to another object or process and was opened read-only (EPERM). Change it through"
                            + " that object or process.");
            fails(() -> opened.remove(0), "EPERM");
            opened.close();
            assertThatIllegalStateException()
                    .isThrownBy(() -> opened.get(0))
                    .withMessageContaining(": it is closed. Use it before its owner is closed.");
        }
    }
}
