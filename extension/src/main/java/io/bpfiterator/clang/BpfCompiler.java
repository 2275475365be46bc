package io.bpfiterator.clang;

import io.bpfiterator.failure.BpfException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compiles BPF programs in C, and keeps the objects: a source is compiled again only when it, something that it includes,
 * clang or an option has changed.
 *
 * <p>A source that includes {@code vmlinux.h}, and has none on its include path, gets one of the compiler's kernel: the
 * running one, unless another is given.
 */
public final class BpfCompiler {

    /** One for each object: threads that want the same one wait for the first, others don't. */
    private static final Map<String, Object> LOCKS = new ConcurrentHashMap<>();

    private static final Set<Path> COMPILED = ConcurrentHashMap.newKeySet();

    private final CompilerOptions options;
    private final KernelTypes kernel;

    /** Makes a compiler with the options of {@link CompilerOptions#fromSystemProperties()}. */
    public BpfCompiler() {
        this(CompilerOptions.fromSystemProperties());
    }

    /** Makes a compiler for the running kernel. */
    public BpfCompiler(CompilerOptions options) {
        this(options, KernelTypes.ofRunning());
    }

    /** Makes a compiler for a kernel. */
    public BpfCompiler(CompilerOptions options, KernelTypes kernel) {
        this.options = options;
        this.kernel = kernel;
    }

    /** Returns the sources that clang has compiled in this JVM with the options of the system properties. */
    public static Set<Path> compiledSources() {
        return Set.copyOf(COMPILED);
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
        CompileCache cache = CompileCache.of(options);
        VmlinuxHeader vmlinux = new VmlinuxHeader(cache, kernel);
        ObjectCache objects = new ObjectCache(cache);
        String identity = clang.identify(file);
        ObjectCache.Entry forAll = objects.entry(identity);
        // Environments with other kernels share the cache, and each has its own object of a source with its types.
        ObjectCache.Entry forTheKernel = objects.entry(identity + "\nkernel " + kernel.id());
        synchronized (LOCKS.computeIfAbsent(options.cache() + "\n" + identity, key -> new Object())) {
            return forAll.find().or(forTheKernel::find).orElseGet(() -> {
                Clang.Output output = compile(clang, file, vmlinux);
                (vmlinux.isAmong(output.dependencies()) ? forTheKernel : forAll).store(output);
                if (options.equals(CompilerOptions.fromSystemProperties())) {
                    COMPILED.add(file);
                }
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
