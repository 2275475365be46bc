// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.iterator.IteratorReader;
import org.junit.jupiter.api.Test;

@EnabledIfIterator(value = "kmem_cache", since = "6.15")
class KmemCacheIteratorTest {

    @Test
    @BpfIterator(obj = "kmem_cache.bpf.o")
    void listsTheCachesThatEveryKernelHas(IteratorReader caches) {
        assertThat(caches).lines().contains("task_struct", "dentry").doesNotContain("no_such_cache");
    }
}
