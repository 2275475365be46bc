// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.libbpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Objects;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** libbpf has one print function for the whole process; each thread nevertheless has its own log. */
class LibbpfLogTest {

    private static String logOfRefused(String name) {
        BpfException refusal = Assertions.catchThrowableOfType(
                BpfException.class, () -> OpenedObject.open(Objects.file(name)).load());
        return refusal.log();
    }

    @Test
    @NeedsKernel
    void contains_only_what_was_printed_on_its_thread() {
        List<CompletableFuture<String>> logs = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> logOfRefused(i % 2 == 0 ? "refused" : "not_gpl")))
                .toList();
        for (int i = 0; i < logs.size(); i++) {
            String log = logs.get(i).join();
            assertThat(log).contains("prog 'dump_task': BPF program load failed");
            assertThat(log.contains("GPL")).isEqualTo(i % 2 == 1);
        }
    }

    @Test
    void is_not_mixed_with_an_enclosing_log() {
        try (LibbpfLog around = LibbpfLog.open(true)) {
            assertThat(logOfRefused("refused")).isNotEmpty();
            assertThat(around.text()).isEmpty();
        }
    }
}
