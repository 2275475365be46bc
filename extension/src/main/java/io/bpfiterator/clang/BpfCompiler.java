package io.bpfiterator.clang;

import io.bpfiterator.kernel.BpfException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compiles BPF programs in C, and keeps the objects: a source is compiled again only when it, something that it includes,
 * clang or an option has changed.
 *
 * <p>A source that includes {@code vmlinux.h}, and has none on its include path, gets one of the running kernel.
 */
public final class BpfCompiler {

    /** One for each object: threads that want the same one wait for the first, others don't. */
    private static final Map<Path, Object> LOCKS = new ConcurrentHashMap<>();

    private final CompilerOptions options;

    /** Makes a compiler with the options of {@link CompilerOptions#fromSystemProperties()}. */
    public BpfCompiler() {
        this(CompilerOptions.fromSystemProperties());
    }

    public BpfCompiler(CompilerOptions options) {
        this.options = options;
    }

    /**
     * Asks clang for its version: the first line that it prints.
     *
     * @throws BpfException if there is no clang
     */
    public String version() {
        return new Clang(options).version();
    }

    /**
     * Compiles a source, or takes the object that is kept of it.
     *
     * <p>Usual flags: {@code -g -O2 -Wall --target=bpf}, {@code -D__TARGET_ARCH_x86} or {@code …_arm64}, and the
     * architecture's directory of system headers. Warnings go to the {@link System.Logger} of this class's name, when
     * clang runs.
     *
     * @param source a file; headers beside it can be included
     * @return a relocatable ELF file, as {@code clang -c} writes it
     * @throws BpfException with clang's first error, and all that it printed as its log; if there is no clang, no such
     *     source, or the cache can't be written
     */
    public byte[] compile(Path source) {
        Path file = source.toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw new BpfException("There is no C source " + file + "; correct its path");
        }
        Clang clang = new Clang(options);
        VmlinuxHeader vmlinux = new VmlinuxHeader(options.cache());
        ObjectCache cache = new ObjectCache(options.cache());
        String identity = clang.identify(file);
        ObjectCache.Entry forAll = cache.entry(identity);
        // Environments with other kernels share the cache, and each has its own object of a source with its types.
        ObjectCache.Entry forThisKernel = cache.entry(identity + "\nkernel " + KernelId.ofRunning());
        synchronized (LOCKS.computeIfAbsent(forAll.object(), path -> new Object())) {
            return forAll.find().or(forThisKernel::find).orElseGet(() -> {
                Clang.Output output = compile(clang, file, vmlinux);
                (vmlinux.isAmong(output.dependencies()) ? forThisKernel : forAll).store(output);
                return output.object();
            });
        }
    }

    /** Only clang can tell whether a source asks for {@code vmlinux.h}, so the header is made when clang misses it. */
    private static Clang.Output compile(Clang clang, Path source, VmlinuxHeader vmlinux) {
        List<Path> generated = vmlinux.directoryIfThere().map(List::of).orElseGet(List::of);
        try {
            return clang.compile(source, generated);
        } catch (BpfException e) {
            if (generated.isEmpty() && VmlinuxHeader.isMissing(e.log())) {
                return clang.compile(source, List.of(vmlinux.directory(source)));
            }
            throw e;
        }
    }
}
