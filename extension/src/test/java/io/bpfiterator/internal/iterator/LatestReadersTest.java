// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.internal.loading.LoadedObject;
import io.bpfiterator.iterator.BpfLink;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.support.NeedsKernel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A test that creates a reader for each of a million runs must not keep the output of all of them. */
@BpfTest
@NeedsKernel
class LatestReadersTest {

    @Test
    void an_object_remembers_the_readers_of_its_pins_and_links(BpfSession bpf) {
        LoadedObject object = (LoadedObject) bpf.open("/task.bpf.o").load();
        BpfLink link = object.program("dump_task").attach();
        assertThat(object.readers()).isEmpty();
        IteratorReader ofPin = link.pin().reader();
        IteratorReader ofLink = link.reader();
        assertThat(object.readers()).containsExactly(ofPin, ofLink);
    }

    @Test
    void the_oldest_are_removed(BpfSession bpf) {
        LoadedObject object = (LoadedObject) bpf.open("/task.bpf.o").load();
        BpfLink link = object.program("dump_task").attach();
        List<IteratorReader> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(link.reader());
        }
        assertThat(object.readers()).containsExactlyElementsOf(all.subList(4, 20));
    }
}
