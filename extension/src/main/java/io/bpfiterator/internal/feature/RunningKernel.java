// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.feature;

import com.sun.jna.Memory;
import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.KernelFeatures;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.kernel.Capability;
import io.bpfiterator.internal.libbpf.Assembler;
import io.bpfiterator.internal.libbpf.Bytes;
import io.bpfiterator.internal.libbpf.Fd;
import io.bpfiterator.internal.libbpf.Libbpf;
import io.bpfiterator.internal.libbpf.Libbpf.ProgLoadOptions;
import io.bpfiterator.internal.libbpf.SeccompFilter;
import io.bpfiterator.internal.namespace.UserNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Calls the running kernel through libbpf. */
final class RunningKernel implements KernelCalls {

    private static final int F_SLEEPABLE = 1 << 4;

    /** Enough for the state after each instruction of the longest probe, and the verifier's message. */
    private static final int LOG_BYTES = 1 << 14;

    @Override
    public KernelFeatures features() {
        return KernelFeatures.ofKernel();
    }

    @Override
    public OptionalInt function(String name) {
        return Btf.ofKernel().functionId(name);
    }

    @Override
    public Optional<String> moduleWith(String function) {
        String name = "\0" + function + "\0";
        try (Stream<Path> modules = Files.list(Btf.KERNEL.getParent())) {
            return modules.filter(module -> !module.equals(Btf.KERNEL))
                    .filter(module -> contains(module, name))
                    .map(module -> module.getFileName().toString())
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            throw Failure.failed("Cannot list the BTF of the kernel's modules in " + Btf.KERNEL.getParent())
                    .because(e)
                    .exception();
        }
    }

    /** Searches the strings of the module's BTF, which extends the kernel's BTF with the module's own names. */
    private static boolean contains(Path module, String name) {
        try {
            return Files.readString(module, StandardCharsets.ISO_8859_1).contains(name);
        } catch (IOException e) {
            throw Failure.failed("Cannot read the BTF of module " + module)
                    .because(e)
                    .exception();
        }
    }

    @Override
    public LoadAttempt load(ProbeProgram program) {
        int result = load(program, new ProgLoadOptions());
        if (result >= 0) {
            return LoadAttempt.LOADED;
        }
        // A log slows down the verifier, so it is requested only for a program that was refused.
        try (Memory log = new Memory(LOG_BYTES)) {
            log.clear();
            ProgLoadOptions options = new ProgLoadOptions();
            options.set(ProgLoadOptions.LOG_LEVEL, 1);
            options.set(ProgLoadOptions.LOG_SIZE, LOG_BYTES);
            options.set(ProgLoadOptions.LOG_BUF, log);
            int logged = load(program, options);
            return logged >= 0
                    ? LoadAttempt.LOADED
                    : new LoadAttempt(
                            -result,
                            VerifierMessage.of(log.getString(0).lines().toList())
                                    .text());
        }
    }

    /** Returns 0 or a negated errno. */
    private static int load(ProbeProgram program, ProgLoadOptions options) {
        options.set(ProgLoadOptions.EXPECTED_ATTACH_TYPE, Libbpf.BPF_TRACE_ITER);
        options.set(ProgLoadOptions.ATTACH_BTF_ID, program.targetId());
        options.set(ProgLoadOptions.PROG_FLAGS, program.sleepable() ? F_SLEEPABLE : 0);
        try (Memory code = Bytes.copyOf(program.instructions())) {
            int fd = Libbpf.libbpf()
                    .bpf_prog_load(
                            Libbpf.BPF_PROG_TYPE_TRACING,
                            "probe",
                            "GPL",
                            code,
                            program.instructions().length / Assembler.INSTRUCTION_BYTES,
                            options);
            if (fd < 0) {
                return fd;
            }
            new Fd(fd, "the program of a probe").close();
            return 0;
        }
    }

    @Override
    public boolean isPrivileged() {
        return Capability.mayLoadIterators() && UserNamespace.current().isInitial() && !SeccompFilter.forbidsBpf();
    }
}
