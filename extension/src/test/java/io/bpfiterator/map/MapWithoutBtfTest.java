// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.map;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.btf.Layout;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.support.NeedsKernel;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A map about which the kernel knows only the sizes of its keys and values. */
@NeedsKernel
@BpfTest
class MapWithoutBtfTest {

    record Peer(int address, short port) {}

    record Traffic(long bytes, int packets, Peer last) {}

    record Named(String name) {}

    private static final Layout<Named> NAMED =
            Layout.of(Named.class).chars("name", 16).build();

    @Nested
    class Records_of_numbers {

        @Test
        void have_the_layout_of_a_C_struct(BpfSession bpf) {
            BpfMap<Peer, Traffic> map = bpf.map(MapType.HASH, "traffic", Peer.class, Traffic.class, 4);
            assertThat(map.info().keySize()).isEqualTo(8);
            assertThat(map.info().valueSize()).isEqualTo(24);

            Peer peer = new Peer(-1, (short) 80);
            map.put(peer, new Traffic(1L << 40, 3, peer));

            assertThat(map.get(peer)).hasValue(new Traffic(1L << 40, 3, peer));
        }

        @Test
        void are_the_keys_and_values_of_a_map_that_another_opened(BpfSession bpf) {
            BpfMap<Integer, Long> created = bpf.map(MapType.ARRAY, "other", Integer.class, Long.class, 1);
            created.put(0, 0x0000_0002_0000_0001L);

            record Halves(int low, int high) {}
            assertThat(bpf.map("id " + created.info().id())
                            .typed(Integer.class, Halves.class)
                            .get(0))
                    .hasValue(new Halves(1, 2));
        }

        @Test
        void must_have_the_size_of_the_keys_or_values(BpfSession bpf) {
            BpfMap<Integer, Integer> map = bpf.map(MapType.ARRAY, "small", Integer.class, Integer.class, 1);
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> map.typed(Integer.class, Traffic.class))
                    .withMessageContainingAll("The values of map small", "they have 4 bytes", "has 24");
        }

        @Test
        void do_not_contain_texts(BpfSession bpf) {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> bpf.map(MapType.HASH, "named", Integer.class, Named.class, 1))
                    .withMessageContainingAll("component name of Named", "Layout.of");
        }
    }

    @Nested
    class Layouts {

        @Test
        void describe_keys_and_values(BpfSession bpf) {
            BpfMap<Named, Named> map = bpf.map(MapType.HASH, "names", NAMED, NAMED, 2);
            map.put(new Named("key"), new Named("value"));
            assertThat(map.get(new Named("key"))).hasValue(new Named("value"));
            assertThat(map.keys()).isEqualTo(List.of(new Named("key")));
        }

        @Test
        void describe_the_value_of_each_processor(BpfSession bpf) {
            BpfMap<Integer, List<Long>> created =
                    bpf.perCpuMap(MapType.PERCPU_ARRAY, "each", Integer.class, Long.class, 1);
            record Count(long count) {}
            Layout<Count> count = Layout.ofNumbers(Count.class);
            record Key(int key) {}
            assertThat(bpf.map("id " + created.info().id())
                            .perCpu(Layout.ofNumbers(Key.class), count)
                            .get(new Key(0)))
                    .hasValueSatisfying(
                            values -> assertThat(values).isNotEmpty().containsOnly(new Count(0)));
        }

        @Test
        void must_have_the_size_of_the_keys_or_values(BpfSession bpf) {
            BpfMap<Integer, Integer> map = bpf.map(MapType.ARRAY, "small", Integer.class, Integer.class, 1);
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> map.typed(NAMED, NAMED))
                    .withMessageContainingAll("The keys of map small", "they have 4 bytes", "has 16");
        }
    }
}
