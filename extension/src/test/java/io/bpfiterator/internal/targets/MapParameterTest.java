// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.map.KernelMap;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapType;
import io.bpfiterator.support.NeedsKernel;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The map that an iterator walks. The kernel's answers are given, so that its iterators may be refused. */
@BpfTest
@NeedsKernel
class MapParameterTest {

    private static BpfMap<Integer, Long> map(BpfSession bpf, MapType type) {
        return bpf.map(type, "counters", Integer.class, Long.class, 1);
    }

    private static Attachment attachment(IteratorOptions options) {
        return new Attachment("dump", "bpf_map_elem", false, options);
    }

    private static BpfException refusal(BpfMap<?, ?> map, Errno errno) {
        return attachment(IteratorOptions.map(map))
                .failure(errno.number())
                .errno(errno.number())
                .exception();
    }

    @Test
    void is_passed_to_the_kernel_as_a_descriptor(BpfSession bpf) {
        BpfMap<Integer, Long> map = map(bpf, MapType.HASH);
        Attachment attachment = attachment(IteratorOptions.map(map));
        attachment.check();

        assertThat(attachment.call(info -> Objects.requireNonNull(info).getInt(0)))
                .isEqualTo(KernelMap.of(map).fd().number());
    }

    @Test
    void must_not_be_missing() {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> attachment(IteratorOptions.none()).check())
                .withMessage("Cannot attach iterator dump: its target bpf_map_elem walks the elements of a map, and the"
                        + " map is missing. Name one with map = \"id N\", \"pinned FILE\" or \"name NAME\".");
    }

    @Test
    void of_a_type_that_the_target_cannot_walk_is_refused_with_those_that_it_can(BpfSession bpf) {
        assertThat(refusal(map(bpf, MapType.SOCKMAP), Errno.EINVAL))
                .hasMessageContaining(
                        "this target cannot walk a map of type sockmap (EINVAL). Use a map of type hash,");
    }

    @Test
    void of_a_type_that_the_target_can_walk_is_not_blamed(BpfSession bpf) {
        assertThat(refusal(map(bpf, MapType.HASH), Errno.EINVAL)).hasMessageEndingWith(": invalid argument (EINVAL).");
    }

    @Test
    void with_smaller_keys_or_values_than_the_program_accesses_is_refused_with_their_sizes(BpfSession bpf) {
        assertThat(refusal(map(bpf, MapType.HASH), Errno.EACCES))
                .hasMessageContaining("the program accesses more than the map's keys of 4 bytes or values of 8 bytes"
                        + " (EACCES). Use the map's types in the program.");
    }
}
