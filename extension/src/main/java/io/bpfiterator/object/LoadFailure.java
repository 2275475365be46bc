package io.bpfiterator.object;

import io.bpfiterator.btf.Btf;
import io.bpfiterator.btf.IteratorTargets;
import io.bpfiterator.kernel.BpfException;
import io.bpfiterator.kernel.Capability;
import io.bpfiterator.kernel.Errno;
import io.bpfiterator.libbpf.Libbpf;
import java.nio.file.Files;
import java.util.List;

/** Says why libbpf or the kernel refused an object; they answer with a number and a log of many lines. */
final class LoadFailure {

    private LoadFailure() {}

    static BpfException opening(BpfObjectFile file, int errno, String log) {
        return new BpfException(
                "libbpf can't open " + file + ": " + firstWarning(log, errno)
                        + "; compile it with clang -O2 -g --target=bpf -c",
                errno,
                log);
    }

    static BpfException loading(BpfObjectFile file, int errno, String log, List<IteratorTarget> targets) {
        if (!Capability.mayLoadIterators()) {
            return BpfException.unavailable(
                    "No privilege to load " + file
                            + ": it takes CAP_SYS_ADMIN, or CAP_BPF and CAP_PERFMON; run as root, or in a privileged"
                            + " container",
                    errno,
                    log);
        }
        if (!Files.exists(Btf.KERNEL)) {
            return BpfException.unavailable(
                    "The running kernel shows no BTF at " + Btf.KERNEL + ", so " + file
                            + " can't be loaded; iterators need a kernel built with CONFIG_DEBUG_INFO_BTF=y",
                    errno,
                    log);
        }
        for (IteratorTarget target : targets) {
            if (Libbpf.libbpf().libbpf_find_vmlinux_btf_id(target.name(), Libbpf.BPF_TRACE_ITER) < 0) {
                return BpfException.unavailable(
                        "The running kernel has no iterator target " + target + ", which " + file
                                + " asks for; it has: " + String.join(", ", IteratorTargets.in(Btf.ofKernel())),
                        errno,
                        log);
            }
        }
        return VerifierLog.in(log)
                .map(verifier -> refused(file, verifier, errno, log))
                .orElseGet(() ->
                        new BpfException("libbpf can't load " + file + ": " + firstWarning(log, errno), errno, log));
    }

    private static BpfException refused(BpfObjectFile file, VerifierLog verifier, int errno, String log) {
        if (verifier.wantsGpl()) {
            return new BpfException(
                    "The kernel's verifier refused program " + verifier.program() + " of " + file
                            + " for its licence: " + verifier.summary()
                            + "; say char LICENSE[] SEC(\"license\") = \"GPL\" or another that is GPL-compatible",
                    errno,
                    log);
        }
        return new BpfException(
                "The kernel's verifier refused program " + verifier.program() + " of " + file + ": "
                        + verifier.summary() + " (the whole log: BpfException.log(), or debug = true)",
                errno,
                log);
    }

    /** Picks libbpf's first warning, the nearest to the cause; what follows tells what failed in turn. */
    private static String firstWarning(String log, int errno) {
        return log.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> line.replaceFirst("^libbpf: ", ""))
                .findFirst()
                .orElseGet(() -> Errno.describe(errno));
    }
}
