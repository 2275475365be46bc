// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.BpfMap;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The second example of bpftool-iter(8), {@code iter pin hash_map.bpf.o PATH map MAP}, with each form of MAP. */
class HashMapIteratorTest {

    @Test
    @BpfIterator(obj = "hash_map.bpf.o", map = "name counters")
    void sumsWhatIsInTheMap(IteratorReader dump, BpfMap<Integer, Long> counters) {
        counters.put(1, 10L);
        counters.put(2, 32L);

        assertThat(dump).lines().hasSize(3).contains("1: 10", "2: 32").last().isEqualTo("sum: 42");
    }

    @Test
    @BpfIterator(obj = "hash_map.bpf.o", map = "name counters")
    void printsZeroForAnEmptyMap(IteratorReader dump) {
        assertThat(dump).lines().containsExactly("sum: 0");
    }

    /** A map that belongs to another object, such as one that a daemon has loaded. */
    @Nested
    class OfAnotherObject {

        private static final BpfSession OTHER = BpfSession.resourcesRelativeTo(HashMapIteratorTest.class);

        @BeforeAll
        static void pinMap() {
            BpfMap<Integer, Long> counters =
                    OTHER.open("hash_map.bpf.o").load().map("counters", Integer.class, Long.class);
            counters.put(7, 49L);
            Path pin = OTHER.pinPath("counters");
            counters.pin(pin);
            System.setProperty("counters.id", Integer.toString(counters.info().id()));
            System.setProperty("counters.file", pin.toString());
        }

        @AfterAll
        static void closeSession() {
            OTHER.close();
            System.clearProperty("counters.id");
            System.clearProperty("counters.file");
        }

        @Test
        @BpfIterator(obj = "hash_map.bpf.o", map = "id ${counters.id}")
        void isFoundById(IteratorReader dump) {
            assertThat(dump).lines().containsExactly("7: 49", "sum: 49");
        }

        @Test
        @BpfIterator(obj = "hash_map.bpf.o", map = "pinned ${counters.file}")
        void isFoundByItsPin(IteratorReader dump) {
            assertThat(dump).lines().containsExactly("7: 49", "sum: 49");
        }
    }
}
