package io.bpfiterator.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.bpfiterator.harness.cli.Commands.Result;
import io.bpfiterator.kernel.KernelRelease;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {

    private static final Path HERE = Path.of("").toAbsolutePath();

    private static Result doctor(List<String> surroundings, String... options) {
        List<String> command = new ArrayList<>(surroundings);
        command.addAll(Commands.OURS);
        command.add("doctor");
        return Commands.run(HERE, command, options);
    }

    @Test
    @NeedsKernel
    void finds_here_what_iterators_need() {
        Result result = doctor(List.of());

        assertThat(result.output().lines())
                .contains(
                        "ok       kernel     Linux " + KernelRelease.running(),
                        "ok       BTF        /sys/kernel/btf/vmlinux",
                        "ok       privilege  CAP_SYS_ADMIN",
                        "ok       bpffs      a temporary one can be had")
                .anyMatch(line -> line.matches("ok       iterators  .*\\bbpf_map, .*\\btask, .*"))
                .anyMatch(line -> line.matches("ok       libbpf     1\\.\\d+"))
                .anyMatch(line -> line.matches("ok       clang      .*clang version .*"))
                .anyMatch(line -> line.matches("ok       QEMU       /.*/qemu-system-.*, version \\d+\\.\\d+.*"))
                .anyMatch(line -> line.matches("ok       setpriv    /.*/setpriv"))
                .anyMatch(line -> line.matches("ok       busybox    /.*/busybox"))
                .anyMatch(line -> line.matches("ok       vm kernel  Debian's .*(in the cache|through apt)"))
                .anyMatch(line ->
                        line.matches("(ok       KVM        /dev/kvm, .*|absent   KVM        Virtual machines are"
                                + " emulated: .*; they are faster on a machine whose processor may run guests)"));
        assertThat(result.exitStatus()).isZero();
        assertThat(result.errors()).isEmpty();
    }

    @Test
    @NeedsKernel
    void says_the_same_in_json() {
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
                        "KVM");
        assertThat(result.output().lines()).hasSize(1);
        assertThat(result.exitStatus()).isZero();
    }

    @Test
    void says_what_is_missing_and_what_to_do() {
        Result result = doctor(List.of(
                "env", "JAVA_TOOL_OPTIONS=-Dbpfiterator.libbpf=no-such-libbpf.so -Dbpfiterator.clang=no-such-clang"));

        assertThat(result.output())
                .contains(
                        "missing  libbpf     Cannot load libbpf 1.0 or newer as \"no-such-libbpf.so\": ",
                        ". Install libbpf (Debian",
                        "absent   clang      C sources take clang, and \"no-such-clang\" can't be run; install clang");
        assertThat(result.exitStatus()).isEqualTo(1);
    }

    @Test
    void misses_privilege() {
        Result result = doctor(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));

        assertThat(result.output())
                .contains(
                        "missing  privilege  Loading iterators takes CAP_SYS_ADMIN, or CAP_BPF and CAP_PERFMON; run as root",
                        "missing  bpffs      Cannot create a temporary bpffs: ");
        assertThat(result.exitStatus()).isEqualTo(1);
    }

    @Test
    @NeedsKernel
    void takes_a_mounted_bpffs_for_useful() {
        List<String> without = List.of("unshare", "--mount", "sh", "-c", "umount -a -t bpf; exec \"$@\"", "sh");
        List<String> with =
                List.of("unshare", "--mount", "sh", "-ec", "mount -t bpf bpf /sys/fs/bpf; exec \"$@\"", "sh");

        assertThat(doctor(without).output())
                .contains(
                        "absent   mount      No bpffs is mounted for iter pin; mount one: mount -t bpf bpf /sys/fs/bpf");
        assertThat(doctor(without).exitStatus()).isZero();
        assertThat(doctor(with).output()).contains("ok       mount      a bpffs at /");
    }
}
