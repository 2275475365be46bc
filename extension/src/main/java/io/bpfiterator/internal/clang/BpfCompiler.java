// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Compiles BPF programs from C and caches the objects. A source is compiled again only after a change of the source, of
 * a file that it includes, of clang or of an option.
 *
 * <p>If a source includes {@code vmlinux.h} and its include path does not have one, the compiler generates it from the
 * types of its kernel, which by default is the running kernel.
 */
public final class BpfCompiler {

    private static final System.Logger LOGGER = System.getLogger(BpfCompiler.class.getName());

    /** A lock for each object, so that only threads that want the same object wait for each other. */
    private static final Map<String, Object> LOCKS = new ConcurrentHashMap<>();

    /** Compiles for this JVM with the options from the system properties; null if this JVM runs clang itself. */
    private static volatile @Nullable RemoteCompiler remote;

    /** Objects from the remote compiler by the identity of their source, which does not change while tests run. */
    private static final Map<String, byte[]> REMOTE_OBJECTS = new ConcurrentHashMap<>();

    private static final Set<Path> COMPILED = ConcurrentHashMap.newKeySet();

    private final CompilerOptions options;
    private final KernelTypes kernel;

    /** Creates a compiler for the running kernel with the options of {@link CompilerOptions#fromSystemProperties()}. */
    public BpfCompiler() {
        this(CompilerOptions.fromSystemProperties());
    }

    /** Creates a compiler for the running kernel. */
    public BpfCompiler(CompilerOptions options) {
        this(options, KernelTypes.ofRunning());
    }

    /** Creates a compiler for the kernel that has the given types. */
    public BpfCompiler(CompilerOptions options, KernelTypes kernel) {
        this.options = options;
        this.kernel = kernel;
    }

    /** Makes all compilers of this JVM that have the options from the system properties ask another one first. */
    public static void askFirst(RemoteCompiler compiler) {
        remote = compiler;
    }

    private Optional<byte[]> elsewhere(Path source, String identity) {
        RemoteCompiler compiler = remote;
        if (compiler == null || !options.equals(CompilerOptions.fromSystemProperties())) {
            return Optional.empty();
        }
        byte[] known = REMOTE_OBJECTS.get(identity);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<byte[]> object = compiler.compile(source);
        object.ifPresent(bytes -> REMOTE_OBJECTS.put(identity, bytes));
        return object;
    }

    /** Returns the sources that clang has compiled in this JVM with the options from the system properties. */
    public static Set<Path> compiledSources() {
        return Set.copyOf(COMPILED);
    }

    /**
     * Returns the first line that {@code clang --version} prints.
     *
     * @throws BpfException if clang cannot be run, or the program is not clang
     */
    public String version() {
        return new Clang(options).version();
    }

    /**
     * Compiles a source, or returns its object from the cache.
     *
     * <p>The flags are {@code -g -O2 -Wall --target=bpf}, {@code -D__TARGET_ARCH_x86} or {@code -D__TARGET_ARCH_arm64},
     * and the architecture's directory of system headers. When clang runs, its warnings go to the {@link System.Logger}
     * with the name of this class.
     *
     * @param source a file; headers in the same directory can be included
     * @return a relocatable ELF file, as {@code clang -c} writes it
     * @throws BpfException if clang reports an error, with its first error in the message and its whole output as the
     *     log; if clang cannot be run, the source does not exist, or the cache cannot be written
     */
    public byte[] compile(Path source) {
        Path file = source.toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw Failure.notFound("Cannot compile the C source " + file)
                    .because("there is no such file")
                    .remedy("Correct its path")
                    .exception();
        }
        Clang clang = new Clang(options);
        CompileCache cache = CompileCache.of(options);
        VmlinuxHeader vmlinux = new VmlinuxHeader(cache, kernel);
        ObjectCache objects = new ObjectCache(cache);
        String identity = clang.identify(file);
        ObjectCache.Entry forAllKernels = objects.entry(identity);
        // Environments share the cache. An object that was compiled against the types of one kernel is not for others.
        ObjectCache.Entry forThisKernel = objects.entry(identity + "\nkernel " + kernel.id());
        synchronized (LOCKS.computeIfAbsent(options.cache() + "\n" + identity, key -> new Object())) {
            return forAllKernels
                    .find()
                    .or(forThisKernel::find)
                    .or(() -> elsewhere(file, identity))
                    .orElseGet(() -> {
                        Clang.Output output = compile(clang, file, vmlinux);
                        if (!output.warnings().isEmpty()) {
                            LOGGER.log(System.Logger.Level.WARNING, "clang on {0}:\n{1}", file, output.warnings());
                        }
                        (vmlinux.isAmong(output.dependencies()) ? forThisKernel : forAllKernels).store(output);
                        if (options.equals(CompilerOptions.fromSystemProperties())) {
                            COMPILED.add(file);
                        }
                        return output.object();
                    });
        }
    }

    /**
     * Compiles a source, and generates {@code vmlinux.h} if clang reports it as missing: only clang knows whether a
     * source includes it.
     */
    private Clang.Output compile(Clang clang, Path source, VmlinuxHeader vmlinux) {
        Optional<IncludedTypes> present = IncludedTypes.given(options)
                .or(() -> vmlinux.existingDirectory().map(this::generated));
        try {
            return clang.compile(source, present);
        } catch (BpfException e) {
            if (present.isEmpty() && VmlinuxHeader.isMissing(e.log())) {
                return clang.compile(source, Optional.of(generated(vmlinux.directory(source))));
            }
            throw e;
        }
    }

    private IncludedTypes generated(Path directory) {
        return new IncludedTypes(directory, kernel.toString());
    }

    /** Returns the file {@code vmlinux.h} with the types of the kernel, after generating it if necessary. */
    public Path vmlinux() {
        return new VmlinuxHeader(CompileCache.of(options), kernel).file();
    }
}
