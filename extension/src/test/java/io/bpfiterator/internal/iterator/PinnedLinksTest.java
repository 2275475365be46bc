// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.iterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.bpffs.Bpffs;
import io.bpfiterator.internal.bpffs.TemporaryBpffs;
import io.bpfiterator.internal.iterator.PinnedLinks.PinnedLink;
import io.bpfiterator.iterator.BpfLink;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.map.MapType;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@BpfTest
@NeedsKernel
class PinnedLinksTest {

    private final Bpffs bpffs = TemporaryBpffs.create();
    private final Path top = bpffs.directory().shared();

    @AfterEach
    void close() {
        bpffs.close();
    }

    @Test
    void are_the_iterators_in_a_directory_and_below_it_by_path(BpfSession bpf) throws Exception {
        BpfProgram program = bpf.open("/task.bpf.o").load().program("dump_task");
        BpfLink link = program.attach();
        Path below = Files.createDirectory(top.resolve("below"));
        link.pin(top.resolve("second"));
        link.pin(below.resolve("first"));

        List<PinnedLink> found = PinnedLinks.under(top);

        assertThat(found).extracting(PinnedLink::path).containsExactly(below.resolve("first"), top.resolve("second"));
        assertThat(found).allSatisfy(pinned -> {
            assertThat(pinned.link()).isEqualTo(link.info());
            assertThat(pinned.program()).isEqualTo(program.info());
        });
    }

    @Test
    void are_neither_maps_nor_the_links_of_other_programs(BpfSession bpf) {
        // Its number among the types of maps is that of iterators among the types of links.
        bpf.map(MapType.PERF_EVENT_ARRAY, "some", Integer.class, Integer.class, 1)
                .pin(top.resolve("map"));
        bpf.open("/parameters.bpf.o")
                .only("count_calls")
                .load()
                .program("count_calls")
                .attach()
                .pin(top.resolve("other"));
        assertThat(top.resolve("map")).exists();
        assertThat(top.resolve("other")).exists();

        assertThat(PinnedLinks.under(top)).isEmpty();
    }

    @Test
    void cannot_be_listed_in_a_directory_that_does_not_exist() {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> PinnedLinks.under(top.resolve("nowhere")))
                .withMessageStartingWith("Cannot list what is pinned in " + top.resolve("nowhere"));
    }
}
