// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelFeaturesTest {

    @Test
    void finds_the_kernels_iterator_targets() {
        assertThat(KernelFeatures.ofKernel().iterators())
                .containsKeys("task", "bpf_map", "bpf_map_elem")
                .doesNotContainKeys("get_info", "run_prog")
                .isEqualTo(IteratorTargets.in(Btf.ofKernel()));
    }

    @Test
    void finds_the_kernels_helpers_by_the_names_in_programs() {
        assertThat(KernelFeatures.ofKernel().helpers())
                .containsKeys("bpf_map_lookup_elem", "bpf_seq_printf", "bpf_seq_write", "bpf_btf_find_by_name_kind")
                .containsEntry("bpf_map_lookup_elem", 1)
                .doesNotContainKeys("bpf_unspec", "bpf___BPF_FUNC_MAX_ID");
    }

    @Test
    void the_kernels_types_are_read_once() {
        assertThat(Btf.ofKernel()).isSameAs(Btf.ofKernel());
    }

    @Test
    void the_names_in_the_kernels_btf_are_read_once() {
        assertThat(KernelFeatures.ofKernel()).isSameAs(KernelFeatures.ofKernel());
    }
}
