// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.internal.bpffs.DetachedMount;
import io.bpfiterator.internal.process.ProcessIdentity;
import io.bpfiterator.support.NeedsKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A trace buffer of this JVM. */
@NeedsKernel
@BpfTest
class TraceInstanceTest {

    private static List<String> instances(DetachedMount tracefs) throws IOException {
        try (Stream<Path> entries = Files.list(tracefs.path().resolve("instances"))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Test
    void records_what_programs_print_from_its_creation_on(BpfSession bpf) throws Exception {
        var program = bpf.open("/printk.bpf.o").load().program("count_tasks").attach();
        program.reader().text();
        try (TraceInstance instance = TraceInstance.create()) {
            assertThat(instance.read()).isEmpty();
            program.reader().text();
            assertThat(instance.read()).containsOnlyOnce("bpf_trace_printk: count_tasks: some\n");
            assertThat(instance.read()).isEmpty();
        }
    }

    @Test
    void is_removed_when_it_is_closed() throws Exception {
        try (DetachedMount tracefs = DetachedMount.of("tracefs")) {
            List<String> before = instances(tracefs);
            TraceInstance instance = TraceInstance.create();
            assertThat(instances(tracefs)).hasSize(before.size() + 1);
            instance.close();
            assertThat(instances(tracefs)).isEqualTo(before);
        }
    }

    @Test
    void is_removed_by_the_next_JVM_after_its_own_was_killed() throws Exception {
        ProcessIdentity self = ProcessIdentity.current();
        ProcessIdentity ended = new ProcessIdentity(self.boot(), self.pidNamespace(), self.pid(), self.startTime() - 1);
        try (DetachedMount tracefs = DetachedMount.of("tracefs")) {
            Path abandoned = tracefs.path().resolve("instances/bpf-iterator-" + ended.text() + "-x");
            Files.createDirectory(abandoned);
            TraceInstance.create().close();
            assertThat(abandoned).doesNotExist();
        }
    }
}
