// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cds;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfSoftAssertions.assertSoftly;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.iterator.Table;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Runs the code that tests run most, in a CDS training run. Loads nothing into the kernel, since the iterators of tests
 * that run on the host at the same time would show it. Without clang or libbpf some of the tests fail, and their
 * classes are not archived.
 */
@BpfTest
class CdsTrainingTest {

    private static final Table TASKS = Table.withHeader(List.of("tgid pid", "1 1", "1 2"));

    @BeforeEach
    @AfterEach
    void isFramed() {}

    @Test
    void opensAnObject(BpfSession bpf) {
        bpf.open("/io/bpfiterator/harness/internal/warm/training.bpf.c").global("minimum", Integer.MAX_VALUE);
    }

    @Test
    void assertsOnATable() {
        assertThat(TASKS).row("pid", 2).hasCell("tgid", 1);
        assertThat(TASKS).column("pid").contains(1, 2);
        assertThat(List.of("tgid pid")).hasSize(1).contains("tgid pid");
    }

    @Test
    void assertsSoftly() {
        assertSoftly(softly -> softly.assertThat(TASKS).hasRows(2).column("pid").contains(1));
    }

    @Nested
    @DisplayName("map iterator")
    class MapIterator {

        @Test
        @EnabledIfIterator("bpf_map_elem")
        void asksTheKernelForIterators() {}
    }
}
