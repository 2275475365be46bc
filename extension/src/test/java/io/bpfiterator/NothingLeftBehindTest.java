// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.NetworkNamespaces;
import io.bpfiterator.support.WholeSuite;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Runs last, by {@link ClassOrderer.OrderAnnotation}, and compares the state with that before the first test. */
@Order(Integer.MAX_VALUE)
class NothingLeftBehindTest {

    @Test
    void after_the_whole_suite_the_kernel_has_no_additional_objects() throws Exception {
        assertThat(WholeSuite.before().addedSince()).isEmpty();
    }

    @Test
    void after_the_whole_suite_this_process_has_no_bpf_descriptors() {
        assertThat(KernelObjects.openDescriptors()).isEmpty();
    }

    @Test
    void after_the_whole_suite_this_process_is_in_one_network_namespace() throws Exception {
        assertThat(NetworkNamespaces.others()).isEmpty();
    }
}
