// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.Source;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.SourceBranch;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.SourceFunction;
import io.bpfiterator.object.Coverage.NotMeasured;
import io.bpfiterator.object.Coverage.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Adds the coverage of BPF programs to reports. */
final class SampleCoverage {

    static final String DIRECTORY = "/home/lee/agent/src/test/bpf/";

    /** The sockets of the sample: a line for 5.10 only, one for newer kernels, and a subprogram that nothing calls. */
    static final String SOCKETS = """
            // SPDX-License-Identifier: GPL-2.0
            /* Lists listening TCP sockets, with the name of the control group from Linux 6.1. */
            #include "bpf_iter.h"

            const volatile bool verbose = false;

            static __noinline int state_of(struct sock_common *sk)
            {
            	return sk->skc_state == TCP_NEW_SYN_RECV ? TCP_SYN_RECV : sk->skc_state;
            }

            static __noinline void print_flags(struct seq_file *seq, struct sock_common *sk)
            {
            	if (sk->skc_reuse)
            		BPF_SEQ_PRINTF(seq, " reuse");
            	if (sk->skc_ipv6only)
            		BPF_SEQ_PRINTF(seq, " v6only");
            }

            SEC("iter/tcp")
            int dump_listeners(struct bpf_iter__tcp *ctx)
            {
            	struct seq_file *seq = ctx->meta->seq;
            	struct sock_common *sk = ctx->sk_common;

            	if (!sk)
            		return 0;
            	if (ctx->meta->seq_num == 0)
            		BPF_SEQ_PRINTF(seq, "local            remote\\n");
            	if (state_of(sk) != TCP_LISTEN)
            		return 0;
            	if (bpf_core_field_exists(sk->skc_cgroup))
            		BPF_SEQ_PRINTF(seq, "%s ", cgroup_name(sk));
            	else
            		BPF_SEQ_PRINTF(seq, "- ");
            	if (verbose)
            		print_flags(seq, sk);
            	if (sk->skc_family == AF_INET && sk->skc_num < 1024)
            		BPF_SEQ_PRINTF(seq, "privileged ");
            	BPF_SEQ_PRINTF(seq, "%pI4:%u\\n", &sk->skc_rcv_saddr, sk->skc_num);
            	return 0;
            }

            char LICENSE[] SEC("license") = "GPL";
            """;

    private SampleCoverage() {}

    /** Returns the realistic report with the coverage of three sources in its environments. */
    static String realistic() {
        return with(
                SampleReports.realistic(),
                environment -> environment.equals("container")
                        ? null
                        : new MeasuredCoverage(
                                List.of(counters(), sockets(environment), tasks(environment)),
                                environment.equals("vm:5.10")
                                        ? List.of(new NotMeasured(
                                                "tasks, walk_all (iter/task)",
                                                "the kernel refuses the program with probes"))
                                        : List.of()),
                List.of(
                        new SourceText(DIRECTORY + "listeners.bpf.c", SOCKETS, null),
                        new SourceText(
                                DIRECTORY + "maps/counters.bpf.c",
                                null,
                                "The machine that wrote the report cannot" + " read the file: no such file."),
                        new SourceText(DIRECTORY + "tasks.bpf.c", "int a;\n".repeat(30), null)));
    }

    private static Source sockets(String environment) {
        boolean old = environment.equals("vm:5.10");
        List<Integer> hit = new ArrayList<>(List.of(9, 20, 23, 24, 26, 28, 29, 30, 36, 38, 40));
        List<Integer> unreachable = new ArrayList<>(List.of(14, 15, 16, 17, 37));
        (old ? hit : unreachable).add(35);
        (old ? unreachable : hit).add(33);
        return new Source(
                DIRECTORY + "listeners.bpf.c",
                sorted(hit),
                List.of(39),
                sorted(unreachable),
                List.of(
                        new SourceFunction("dump_listeners", 23, State.HIT),
                        new SourceFunction("print_flags", 14, State.UNREACHABLE),
                        new SourceFunction("state_of", 9, State.HIT)),
                List.of(
                        way(9, "state_of", 0, true, State.HIT),
                        way(9, "state_of", 0, false, State.MISSED),
                        way(26, "dump_listeners", 0, true, State.HIT),
                        way(26, "dump_listeners", 0, false, State.HIT),
                        way(28, "dump_listeners", 0, true, State.HIT),
                        way(28, "dump_listeners", 0, false, State.HIT),
                        way(30, "dump_listeners", 0, true, environment.equals("host") ? State.HIT : State.MISSED),
                        way(30, "dump_listeners", 0, false, State.HIT),
                        way(38, "dump_listeners", 0, true, State.HIT),
                        way(38, "dump_listeners", 0, false, State.HIT),
                        way(38, "dump_listeners", 1, true, State.HIT),
                        way(38, "dump_listeners", 1, false, State.MISSED)));
    }

    private static Source counters() {
        return new Source(
                DIRECTORY + "maps/counters.bpf.c",
                List.of(12, 14, 15),
                List.of(18),
                List.of(),
                List.of(new SourceFunction("sum", 12, State.HIT), new SourceFunction("reset", 18, State.MISSED)),
                List.of());
    }

    private static Source tasks(String environment) {
        return new Source(
                DIRECTORY + "tasks.bpf.c",
                environment.equals("host") ? List.of(10, 11, 12) : List.of(10, 11),
                environment.equals("host") ? List.of() : List.of(12),
                List.of(),
                List.of(new SourceFunction("dump_task", 10, State.HIT)),
                List.of());
    }

    private static List<Integer> sorted(List<Integer> lines) {
        return lines.stream().sorted().toList();
    }

    private static SourceBranch way(int line, String function, int jump, boolean taken, State state) {
        return new SourceBranch(line, function, jump, taken, state);
    }

    interface Measured {
        /** Returns the coverage in an environment, or null if it has none. */
        MeasuredCoverage in(String environment);
    }

    /** Returns a report as its page reads it, with coverage, and with the texts of sources. */
    static String with(String json, Measured measured, List<SourceText> sources) {
        Report report = ReportJson.read(json, "sample");
        List<Report.Environment> environments = report.environments().stream()
                .map(environment -> environment.platform().kernel() == null
                        ? environment
                        : environment.withCoverage(measured.in(environment.name())))
                .toList();
        return ReportJson.writeForPage(new Report(report.created(), environments, report.tests(), sources));
    }

    /** Returns a large report with the coverage of many sources of 300 lines. */
    static String large(int files, String report) {
        return with(
                report,
                environment -> new MeasuredCoverage(
                        IntStream.range(0, files)
                                .mapToObj(file -> generated(file, environment))
                                .toList(),
                        List.of()),
                IntStream.range(0, files)
                        .mapToObj(file -> new SourceText(path(file), text(file), null))
                        .toList());
    }

    private static String path(int file) {
        return DIRECTORY + "part" + file / 20 + "/generated" + file + ".bpf.c";
    }

    private static String text(int file) {
        StringBuilder text = new StringBuilder();
        for (int line = 1; line <= 300; line++) {
            text.append("\tsum += value_of_")
                    .append(file)
                    .append("(entry, ")
                    .append(line * 31 % 97)
                    .append(");\n");
        }
        return text.toString();
    }

    private static Source generated(int file, String environment) {
        Random random = new Random(file);
        boolean old = environment.equals("vm:6.0");
        List<Integer> hit = new ArrayList<>();
        List<Integer> missed = new ArrayList<>();
        List<SourceBranch> branches = new ArrayList<>();
        for (int line = 2; line <= 300; line += 2) {
            int choice = random.nextInt(100);
            boolean isHit = choice < 80 || (old && choice < 81);
            (isHit ? hit : missed).add(line);
            if (line % 6 == 0) {
                branches.add(way(line, "walk" + file, 0, true, isHit ? State.HIT : State.MISSED));
                branches.add(way(line, "walk" + file, 0, false, random.nextBoolean() ? State.HIT : State.MISSED));
            }
        }
        return new Source(
                path(file), hit, missed, List.of(), List.of(new SourceFunction("walk" + file, 2, State.HIT)), branches);
    }
}
