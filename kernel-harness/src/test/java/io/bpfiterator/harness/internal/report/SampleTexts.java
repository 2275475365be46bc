// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts as tests and the kernel print them: traces, logs and the output of iterators. */
final class SampleTexts {

    static final String VERIFIER_LOG = """
            reg type unsupported for arg#0 function dump_ksym#7
            0: R1=ctx(off=0,imm=0) R10=fp0
            ; struct seq_file *seq = ctx->meta->seq;
            0: (79) r2 = *(u64 *)(r1 +0)          ; R1=ctx(off=0,imm=0) R2_w=trusted_ptr_bpf_iter_meta(off=0,imm=0)
            1: (79) r6 = *(u64 *)(r2 +0)          ; R2_w=trusted_ptr_bpf_iter_meta(off=0,imm=0) \
            R6_w=trusted_ptr_seq_file(off=0,imm=0)
            ; BPF_SEQ_PRINTF(seq, "%pB", symbol->value);
            2: (79) r3 = *(u64 *)(r1 +8)
            3: (79) r4 = *(u64 *)(r3 +8)
            R3 invalid mem access 'ptr_or_null_'
            processed 4 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
            """;

    private SampleTexts() {}

    static String trace(String thrown, String type, int line) {
        return thrown + "\n"
                + IntStream.range(0, 12)
                        .mapToObj(depth -> "\tat " + SampleReports.EXAMPLES + type + "."
                                + (depth == 0 ? "test" : "lambda$" + depth) + "(" + type + ".java:" + (line + depth)
                                + ")")
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    /** Returns a table that differs slightly on each kernel: process ids, and a thread of newer kernels. */
    static String tasks(String kernel) {
        int shift = SampleReports.KERNELS.indexOf(kernel) * 7;
        List<String> names = new ArrayList<>(List.of(
                "init",
                "kthreadd",
                "rcu_gp",
                "kworker/0:0-events",
                "mm_percpu_wq",
                "ksoftirqd/0",
                "rcu_sched",
                "migration/0",
                "cpuhp/0",
                "kdevtmpfs",
                "kauditd",
                "khungtaskd",
                "oom_reaper",
                "kcompactd0",
                "agent",
                "java",
                "C1 CompilerThre"));
        if (!kernel.equals("vm:5.10")) {
            names.add(3, "slub_flushwq");
        }
        Collections.replaceAll(
                names, "rcu_sched", kernel.equals("vm:5.10") || kernel.equals("vm:6.1") ? "rcu_sched" : "rcu_preempt");
        StringBuilder table = new StringBuilder("    tgid      pid comm\n");
        for (int row = 0; row < names.size(); row++) {
            int pid = row < 3 ? row + 1 : row + 1 + shift;
            table.append("%8d %8d %s\n".formatted(pid, pid, names.get(row)));
        }
        return table.toString();
    }

    static String processors(String kernel) {
        int processors = kernel.startsWith("vm:") ? 1 : 4;
        return IntStream.range(0, processors)
                .mapToObj(cpu -> "cpu " + cpu + ": " + (cpu * 3 + 1) + "\n")
                .collect(Collectors.joining());
    }

    static String sockets(String kernel) {
        return "sl local:port peer:port state uid inode\n0 127.0.0.1:%d 0.0.0.0:0 LISTEN 0 %d\n"
                .formatted(40000 + kernel.length() * 13, 9000 + kernel.length());
    }
}
