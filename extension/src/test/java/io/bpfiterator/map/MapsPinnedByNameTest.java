// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.object.OpenBpfObject;
import io.bpfiterator.support.ForkedTests;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import io.bpfiterator.support.Objects;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs in its own mount namespace, where {@code /sys/fs/bpf} is an empty bpffs. */
@NeedsKernel
@NeedsMapIterators
class MapsPinnedByNameTest {

    private static final List<String> EMPTY_BPFFS =
            List.of("unshare", "--mount", "sh", "-ec", "mount -t bpf bpf /sys/fs/bpf; exec \"$@\"", "in-its-own-bpffs");

    @Test
    void are_shared_on_request() throws Exception {
        ForkedTests.Result result = ForkedTests.run(Sharing.class, EMPTY_BPFFS);

        assertThat(result.output()).isEmpty();
        assertThat(result.exitStatus()).isZero();
    }

    static class Sharing {

        @Test
        void shares() {
            try (BpfObject first = open().pinMapsByName().load();
                    BpfObject second = open().pinMapsByName().load();
                    BpfObject other = open().load()) {
                first.map("pinned_by_name", Integer.class, Long.class).put(1, 42L);

                assertThat(second.map("pinned_by_name", Integer.class, Long.class)
                                .get(1))
                        .contains(42L);
                assertThat(other.map("pinned_by_name").keys()).isEmpty();
            }
            assertThat(Path.of("/sys/fs/bpf/pinned_by_name")).exists();
        }

        private static OpenBpfObject open() {
            return OpenedObject.open(Objects.file("maps_of_all_types"));
        }
    }
}
