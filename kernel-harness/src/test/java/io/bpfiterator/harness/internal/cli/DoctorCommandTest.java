// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.bpfiterator.harness.internal.cli.Commands.Result;
import io.bpfiterator.internal.kernel.KernelRelease;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMachines;
import io.bpfiterator.support.Setpriv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {

    private static final Path HERE = Path.of("").toAbsolutePath();

    private static Result doctor(List<String> prefix, String... options) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(Commands.OURS);
        command.add("doctor");
        return Commands.run(HERE, command, options);
    }

    @Test
    @NeedsKernel
    void finds_what_iterators_require() {
        Result result = doctor(List.of());

        assertThat(result.output().lines())
                .contains(
                        "ok       kernel     Linux " + KernelRelease.running(),
                        "ok       BTF        /sys/kernel/btf/vmlinux",
                        "ok       privilege  CAP_SYS_ADMIN",
                        "ok       bpffs      a temporary bpffs can be mounted")
                .anyMatch(line -> line.matches("ok       iterators  .*\\bbpf_map, .*\\btask, .*"))
                .anyMatch(line -> line.matches("ok       libbpf     1\\.\\d+"))
                .anyMatch(line -> line.matches("ok       clang      .*clang version .*"));
        assertThat(result.exitStatus()).isZero();
        assertThat(result.errors()).isEmpty();
    }

    @Test
    @NeedsMachines
    void finds_here_what_machines_need() {
        Result result = doctor(List.of());

        assertThat(result.output().lines())
                .anyMatch(line -> line.matches("ok       QEMU       /.*/qemu-system-.*, version \\d+\\.\\d+.*"))
                .anyMatch(line -> line.matches("ok       setpriv    /.*/setpriv"))
                .anyMatch(line -> line.matches("ok       busybox    /.*/busybox"))
                .anyMatch(line -> line.matches("ok       vm kernel  Debian's .*(, cached|, to be downloaded with apt)"))
                .anyMatch(line ->
                        line.matches("(ok       KVM        /dev/kvm, .*|absent   KVM        KVM is not available: .*\\."
                                + " Virtual machines are emulated, which is slower\\. (Enable KVM or nested"
                                + " virtualization|Let this user open /dev/kvm)\\.)"));
        assertThat(result.errors()).isEmpty();
    }

    @Test
    @NeedsKernel
    void prints_the_findings_as_json() {
        Result result = doctor(List.of(), "-j");

        assertThat(JsonParser.parseString(result.output()).getAsJsonArray())
                .extracting(JsonElement::getAsJsonObject)
                .extracting(finding -> finding.get("subject").getAsString())
                .containsExactly(
                        "kernel",
                        "BTF",
                        "iterators",
                        "privilege",
                        "libbpf",
                        "bpffs",
                        "mount",
                        "clang",
                        "java",
                        "auto",
                        "engine",
                        "QEMU",
                        "setpriv",
                        "busybox",
                        "vm kernel",
                        "KVM",
                        "tests");
        assertThat(result.output().lines()).hasSize(1);
        assertThat(result.exitStatus()).isZero();
    }

    @Test
    void reports_missing_programs_with_remedies() {
        Result result = doctor(List.of(
                "env", "JAVA_TOOL_OPTIONS=-Dbpfiterator.libbpf=no-such-libbpf.so -Dbpfiterator.clang=no-such-clang"));

        assertThat(result.output())
                .contains(
                        "missing  libbpf     Cannot load libbpf 1.0 or newer as \"no-such-libbpf.so\": ",
                        ". Install libbpf (Debian",
                        "absent   clang      Cannot run \"no-such-clang\" to compile C sources: ",
                        ". Install clang (Debian, Ubuntu: apt-get install clang;");
        assertThat(result.output().lines().reduce((line, next) -> next))
                .hasValue("missing  tests      Tests cannot run. See the lines above that begin with missing.");
        assertThat(result.exitStatus()).isEqualTo(1);
    }

    @Test
    void reports_missing_privilege() {
        Result result = doctor(Setpriv.only(), "-Dbpfiterator.vm.qemu=/no/qemu");

        assertThat(result.output())
                .contains("missing  privilege  Cannot load iterators: loading requires CAP_SYS_ADMIN, or CAP_BPF and"
                        + " CAP_PERFMON. Run as root")
                .contains("missing  tests      Cannot start a virtual machine: ");
        assertThat(result.exitStatus()).isEqualTo(1);
    }

    @Test
    @NeedsMachines
    void requires_no_privilege_where_tests_run_in_a_machine() {
        Result result = doctor(Setpriv.only());

        assertThat(result.output().lines())
                .anyMatch(line -> line.startsWith("missing  privilege "))
                .contains("ok       tests      run in vm:6.12 (auto); what is missing above is required only on this"
                        + " kernel");
        assertThat(result.exitStatus()).isZero();
    }

    @Test
    @NeedsKernel
    void reports_a_missing_bpffs() {
        List<String> prefix = new ArrayList<>(
                List.of("unshare", "--mount", "sh", "-ec", "mount -t tmpfs none /sys/fs/bpf; exec \"$@\"", "sh"));
        prefix.addAll(Setpriv.without("sys_admin"));

        Result result = doctor(prefix, "-Dbpfiterator.vm.qemu=/no/qemu");

        assertThat(result.output()).contains("missing  bpffs      Cannot create a temporary bpffs: ");
        assertThat(result.exitStatus()).isEqualTo(1);
    }

    @Test
    @NeedsKernel
    void does_not_require_a_mounted_bpffs() {
        List<String> without = List.of("unshare", "--mount", "sh", "-c", "umount -a -t bpf; exec \"$@\"", "sh");
        List<String> with =
                List.of("unshare", "--mount", "sh", "-ec", "mount -t bpf bpf /sys/fs/bpf; exec \"$@\"", "sh");

        assertThat(doctor(without).output())
                .contains("absent   mount      No bpffs is mounted, and iter pin requires one. Mount one: mount -t bpf"
                        + " bpf /sys/fs/bpf.");
        assertThat(doctor(without).exitStatus()).isZero();
        assertThat(doctor(with).output()).contains("ok       mount      a bpffs at /");
    }
}
