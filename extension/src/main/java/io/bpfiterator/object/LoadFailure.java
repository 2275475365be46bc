package io.bpfiterator.object;

import io.bpfiterator.btf.Btf;
import io.bpfiterator.btf.IteratorTargets;
import io.bpfiterator.kernel.BpfException;
import io.bpfiterator.kernel.Capability;
import io.bpfiterator.kernel.Errno;
import io.bpfiterator.libbpf.Libbpf;
import io.bpfiterator.libbpf.LibbpfLog;
import java.nio.file.Files;
import java.util.List;

/** Says why libbpf or the kernel refused an object; they answer with a number and a log of many lines. */
final class LoadFailure {

    private LoadFailure() {}

    static BpfException opening(BpfObjectFile file, int errno, LibbpfLog log) {
        return new BpfException(
                "libbpf can't open " + file + ": " + firstWarning(log, errno)
                        + "; compile it with clang -O2 -g --target=bpf -c",
                errno,
                log.text());
    }

    static BpfException loading(BpfObjectFile file, int errno, LibbpfLog log, List<IteratorTarget> targets) {
        if (!Capability.mayLoadIterators()) {
            return BpfException.unavailable(
                    "No privilege to load " + file
                            + ": it takes CAP_SYS_ADMIN, or CAP_BPF and CAP_PERFMON; run as root, or in a privileged"
                            + " container",
                    errno,
                    log.text());
        }
        if (!Files.exists(Btf.KERNEL)) {
            return BpfException.unavailable(
                    "The running kernel shows no BTF at " + Btf.KERNEL + ", so " + file
                            + " can't be loaded; iterators need a kernel built with CONFIG_DEBUG_INFO_BTF=y",
                    errno,
                    log.text());
        }
        for (IteratorTarget target : targets) {
            if (Libbpf.libbpf().libbpf_find_vmlinux_btf_id(target.name(), Libbpf.BPF_TRACE_ITER) < 0) {
                return BpfException.unavailable(
                        "The running kernel has no iterator target " + target + ", which " + file
                                + " asks for; it has: " + String.join(", ", IteratorTargets.in(Btf.ofKernel())),
                        errno,
                        log.text());
            }
        }
        return VerifierLog.in(log.warnings())
                .map(verifier -> refused(file, verifier, errno, log))
                .orElseGet(() -> new BpfException(
                        "libbpf can't load " + file + ": " + firstWarning(log, errno), errno, log.text()));
    }

    private static BpfException refused(BpfObjectFile file, VerifierLog verifier, int errno, LibbpfLog log) {
        if (verifier.wantsGpl()) {
            return new BpfException(
                    "The kernel's verifier refused program " + verifier.program() + " of " + file
                            + " for its licence: " + verifier.summary()
                            + "; say char LICENSE[] SEC(\"license\") = \"GPL\" or another that is GPL-compatible",
                    errno,
                    log.text());
        }
        return new BpfException(
                "The kernel's verifier refused program " + verifier.program() + " of " + file + ": "
                        + verifier.summary()
                        + " (the whole log: BpfException.log(), debug = true, or the command's -d)",
                errno,
                log.text());
    }

    /** Picks libbpf's first warning but for its attempts, the nearest to the cause: the rest tells what failed in turn. */
    private static String firstWarning(LibbpfLog log, int errno) {
        return log.warnings()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.contains("Retrying"))
                .map(line -> line.replaceFirst("^libbpf: ", ""))
                .findFirst()
                .orElseGet(() -> Errno.describe(errno));
    }
}
