package io.bpfiterator.harness.kernel;

import io.bpfiterator.clang.CompilerOptions;
import io.bpfiterator.kernel.BpfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Kernels of a series, {@code 6.1}, from Debian's packages: fetched through apt, unpacked and kept.
 *
 * <p>A series that is in the cache is looked for on the mirror once a day; when the mirror doesn't answer, the cached one
 * will do.
 */
public final class DebianKernels implements KernelSource {

    static final String IMAGE = "vmlinuz";
    static final String UNCOMPRESSED = "vmlinux";
    static final String MODULES = "modules";

    private static final Duration FRESH = Duration.ofHours(24);

    private final Path cache;
    private final Path etc;
    private final Path programs;
    private final List<DebianSeries> series;
    private final Clock clock;
    private final Consumer<String> progress;

    /**
     * @param cache the directory to keep kernels in
     * @param etc apt's configuration, whose sources say which mirror and which keys to use
     * @param programs the directory of apt's programs
     */
    DebianKernels(
            Path cache, Path etc, Path programs, List<DebianSeries> series, Clock clock, Consumer<String> progress) {
        this.cache = cache;
        this.etc = etc;
        this.programs = programs;
        this.series = series;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Keeps kernels in {@code kernels} of the cache directory, which is {@code bpf-iterator} in {@code XDG_CACHE_HOME} or
     * {@code ~/.cache} unless the system property {@code bpfiterator.cache} names another.
     *
     * @param progress gets a line when something is asked for, downloaded or unpacked
     */
    public static DebianKernels ofThisUser(Consumer<String> progress) {
        return new DebianKernels(
                CompilerOptions.fromSystemProperties().cache().resolve("kernels"),
                Path.of("/etc/apt"),
                Path.of("/usr/bin"),
                DebianSeries.ALL,
                Clock.systemUTC(),
                progress);
    }

    @Override
    public List<String> names() {
        return series.stream().map(DebianSeries::name).toList();
    }

    @Override
    public boolean knows(String name) {
        return names().contains(name);
    }

    /**
     * Returns a series' kernel: the cached one if the mirror has been asked within 24 hours, or else what it has now.
     *
     * @throws BpfException if it can be had neither from the mirror nor from the cache
     */
    @Override
    public Kernel kernel(String name) {
        KernelCache kept = cache(name);
        return fresh(kept).orElseGet(() -> kept.locked(() -> fresh(kept).orElseGet(() -> askOrKeep(name, kept))));
    }

    /**
     * Asks the mirror for a series' newest kernel, however fresh the cached one is.
     *
     * @throws BpfException if the mirror doesn't give it
     */
    public Kernel fetch(String name) {
        if (!knows(name)) {
            throw new BpfException(
                    "There is no series \"" + name + "\" to fetch; known are " + String.join(", ", names()));
        }
        KernelCache kept = cache(name);
        return kept.locked(() -> ask(name, kept));
    }

    /** Lists the kernels that have been fetched, by series. */
    public List<CachedKernel> cached() {
        return names().stream().flatMap(name -> cache(name).list().stream()).toList();
    }

    /**
     * Removes those kernels that newer ones have replaced, and returns what has been removed.
     *
     * @param all also removes the current ones
     */
    public List<CachedKernel> prune(boolean all) {
        List<CachedKernel> removed = new ArrayList<>();
        for (String name : names()) {
            KernelCache kept = cache(name);
            if (kept.list().isEmpty()) {
                continue;
            }
            removed.addAll(kept.locked(() -> {
                List<CachedKernel> superfluous = kept.list().stream()
                        .filter(kernel -> all || !kernel.current())
                        .toList();
                kept.remove(superfluous);
                return superfluous;
            }));
        }
        return removed;
    }

    private KernelCache cache(String name) {
        return new KernelCache(cache, name, clock);
    }

    private Optional<Kernel> fresh(KernelCache kept) {
        Instant now = clock.instant();
        return kept.current()
                .filter(current -> !now.isBefore(current.asked()))
                .filter(current -> now.isBefore(current.asked().plus(FRESH)))
                .map(current -> kept.kernel(current.directory()));
    }

    private Kernel askOrKeep(String name, KernelCache kept) {
        Optional<KernelCache.Current> current = kept.current();
        try {
            return ask(name, kept);
        } catch (BpfException e) {
            String version = current.map(KernelCache.Current::directory).orElseThrow(() -> e);
            progress.accept("Kernel " + name + ": taking " + version + " from the cache. " + e.getMessage());
            // Or else each run of today would wait for a mirror that doesn't answer.
            kept.makeCurrent(version);
            return kept.kernel(version);
        }
    }

    private Kernel ask(String name, KernelCache kept) {
        DebianSeries wanted = series.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        Apt apt = new Apt(kept.apt(), AptSources.in(etc), programs);
        progress.accept("Kernel " + name + ": asking the mirror for " + String.join(" and ", wanted.suites()));
        apt.update(wanted.suites());
        List<DebianPackage> packages = packages(apt);
        // The last one has a release in its name; a metapackage has not.
        String version = packages.get(packages.size() - 1).version();
        if (!kept.has(version)) {
            kept.store(version, directory -> download(name, apt, packages, directory));
        }
        kept.makeCurrent(version);
        return kept.kernel(version);
    }

    /** Follows the dependencies down from the metapackage. */
    private static List<DebianPackage> packages(Apt apt) {
        Map<String, DebianPackage> found = new LinkedHashMap<>();
        Deque<String> references = new ArrayDeque<>(List.of("linux-image-" + apt.architecture()));
        while (!references.isEmpty()) {
            DebianPackage next = DebianPackage.of(apt.show(references.remove()));
            if (found.putIfAbsent(next.name(), next) == null) {
                references.addAll(next.kernelDependencies());
            }
        }
        List<DebianPackage> packages = List.copyOf(found.values());
        return packages.subList(1, packages.size());
    }

    private KernelCache.KernelRecord download(String name, Apt apt, List<DebianPackage> packages, Path directory)
            throws IOException {
        long bytes = packages.stream().mapToLong(DebianPackage::bytes).sum();
        String description = packages.stream()
                .map(each -> each.name() + " " + each.version())
                .collect(Collectors.joining(" and "));
        progress.accept("Kernel " + name + ": fetching " + description + ", " + bytes / 1_000_000 + " MB");
        for (DebianPackage each : packages) {
            Path download = Files.createDirectory(directory.resolve("download"));
            Path file = apt.download(each.reference(), download);
            DebianPackage.unpack(file, directory);
            Files.delete(file);
            Files.delete(download);
        }
        Path image = directory.resolve(IMAGE);
        if (!Files.isRegularFile(image)) {
            throw new BpfException("Debian's " + description + " has no boot/vmlinuz; " + Apt.INSTEAD);
        }
        UncompressedImage.write(image, directory.resolve(UNCOMPRESSED));
        return new KernelCache.KernelRecord(
                KernelImage.release(image),
                "Debian's " + packages.get(0).name() + " " + packages.get(0).version());
    }
}
