// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.map.BpfMap;
import io.bpfiterator.support.EachFault;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Objects;
import org.junit.jupiter.api.Test;

/** Each native call fails in turn while an object is loaded that has no template yet. */
@NeedsKernel
class TemplateFaultsTest {

    @Test
    void an_object_is_loaded_without_its_template() throws Exception {
        assertThat(EachFault.of(() -> {
                    try (LoadedObject object = OpenedObject.open(Objects.file("globals"))
                            .only("count")
                            .load()) {
                        assertThat(object.global("balance").asLong()).isEqualTo(-5);
                        assertThat(object.program("count").attach().reader().text())
                                .contains("balance -5 ");
                    } finally {
                        ObjectLoader.closeTemplates();
                    }
                }))
                .isEmpty();
    }

    @Test
    void a_map_of_maps_has_its_inner_map() throws Exception {
        assertThat(EachFault.of(() -> {
                    try (LoadedObject object =
                            OpenedObject.open(Objects.file("inner_map")).only().load()) {
                        BpfMap<Integer, BpfMap<byte[], byte[]>> outer =
                                object.map("outer").ofMaps(Integer.class);
                        try (BpfMap<byte[], byte[]> inner = outer.get(1).orElseThrow()) {
                            assertThat(inner.info().id())
                                    .isEqualTo(object.map("inner").info().id());
                        }
                    } finally {
                        ObjectLoader.closeTemplates();
                    }
                }))
                .isEmpty();
    }
}
