package io.bpfiterator.harness.kernel;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.cache.CacheDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kernels of a series, {@code 6.1}, {@code 7.x}, {@code 6.12-cloud}, from Debian's packages: fetched through apt, unpacked and kept.
 *
 * <p>A series that is in the cache is looked for on the mirror once a day; when that fails, the cached kernel is used.
 * A kernel that is not the newest of its suites, or may not be, says so each time.
 */
public final class DebianKernels implements KernelSource {

    private static final int MEGABYTE = 1_000_000;

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
                CacheDirectory.resolve("kernels"),
                Path.of("/etc/apt"),
                Path.of("/usr/bin"),
                DebianSeries.ALL,
                Clock.systemUTC(),
                progress);
    }

    @Override
    public List<String> names() {
        return Stream.concat(series().stream(), DebianSeries.OTHERS.stream()).toList();
    }

    /** Returns the series that have a name of their own, from the oldest to the newest. */
    public List<String> series() {
        return series.stream().map(DebianSeries::name).toList();
    }

    @Override
    public boolean knows(String name) {
        return DebianSeries.named(name, series).isPresent();
    }

    /**
     * Returns a series' kernel: the cached one if the mirror has been asked within 24 hours, or else what it has now.
     *
     * @throws EnvironmentException if it can be had neither from the mirror nor from the cache
     */
    @Override
    public Kernel kernel(String name) {
        DebianSeries wanted = named(name);
        KernelCache kept = cache(wanted);
        return fresh(wanted, kept)
                .orElseGet(() -> kept.locked(() -> fresh(wanted, kept).orElseGet(() -> askOrKeep(wanted, kept))));
    }

    /**
     * Asks the mirror for a series' newest kernel, however fresh the cached one is.
     *
     * @throws EnvironmentException if the mirror doesn't give it
     */
    public Kernel fetch(String name) {
        DebianSeries wanted = named(name);
        KernelCache kept = cache(wanted);
        return kept.locked(() -> get(wanted, kept, list(wanted, kept)));
    }

    @Override
    public String origin(String name) {
        DebianSeries wanted = named(name);
        KernelCache kept = cache(wanted);
        Optional<KernelCache.Current> current = kept.current();
        if (current.isPresent()) {
            return kept.kernel(current.get().directory()).description() + " in the cache";
        }
        apt(kept).require(wanted.suites());
        return "Debian's " + String.join(" and ", wanted.suites()) + ", through apt";
    }

    private DebianSeries named(String name) {
        return DebianSeries.named(name, series)
                .orElseThrow(() -> new EnvironmentException(
                        "There is no series \"" + name + "\" to fetch; known are " + String.join(", ", names())));
    }

    /** Lists the kernels that have been fetched, wherever they come from. */
    public List<CachedKernel> cached() {
        return KernelCache.all(cache, clock).stream()
                .flatMap(place -> place.list().stream())
                .toList();
    }

    /**
     * Removes those kernels that newer ones have replaced, and returns what has been removed.
     *
     * @param all also removes the current ones
     */
    public List<CachedKernel> prune(boolean all) {
        List<CachedKernel> removed = new ArrayList<>();
        for (KernelCache place : KernelCache.all(cache, clock)) {
            if (place.list().isEmpty()) {
                continue;
            }
            removed.addAll(place.locked(() -> {
                List<CachedKernel> superfluous = place.list().stream()
                        .filter(kernel -> all || !kernel.current())
                        .toList();
                place.remove(superfluous);
                return superfluous;
            }));
        }
        return removed;
    }

    private KernelCache cache(DebianSeries wanted) {
        return new KernelCache(cache, wanted.place(), wanted.name(), clock);
    }

    private Optional<Kernel> fresh(DebianSeries wanted, KernelCache kept) {
        Instant now = clock.instant();
        Optional<KernelCache.Current> fresh = kept.current()
                .filter(current -> !now.isBefore(current.asked()))
                .filter(current -> now.isBefore(current.asked().plus(FRESH)));
        fresh.ifPresent(current -> current.shortfall()
                .ifPresent(sentence -> say(
                        wanted,
                        sentence + ". As of " + current.asked().truncatedTo(ChronoUnit.SECONDS)
                                + "; to ask again, run: bpf-iterator kernels fetch " + wanted.name())));
        return fresh.map(current -> kept.kernel(current.directory()));
    }

    private Kernel askOrKeep(DebianSeries wanted, KernelCache kept) {
        Optional<String> cached = kept.current().map(KernelCache.Current::directory);
        Listed listed;
        try {
            listed = list(wanted, kept);
        } catch (DiagnosedException e) {
            return keep(wanted, kept, cached.orElseThrow(() -> e), "may be older than the current one", e);
        }
        try {
            return get(wanted, kept, listed);
        } catch (DiagnosedException e) {
            return keep(
                    wanted, kept, cached.orElseThrow(() -> e), "is not the current one, " + listed.version() + ",", e);
        }
    }

    /** Uses a cached kernel; or else each run of today would wait for a mirror that doesn't answer. */
    private Kernel keep(
            DebianSeries wanted, KernelCache kept, String version, String relation, DiagnosedException cause) {
        String shortfall = "using " + version + " from the cache, which " + relation + " because of a failure: "
                + cause.getMessage();
        say(wanted, shortfall);
        kept.makeCurrent(version, Optional.of(shortfall));
        return kept.kernel(version);
    }

    /**
     * What a mirror lists for a series.
     *
     * @param packages to install, the image's last
     * @param gaps why suites of the series are not in the lists
     */
    private record Listed(Apt apt, List<DebianPackage> packages, List<String> gaps) {

        String version() {
            return packages.get(packages.size() - 1).version();
        }
    }

    private Listed list(DebianSeries wanted, KernelCache kept) {
        Apt apt = apt(kept);
        say(wanted, "asking the mirror for " + String.join(" and ", wanted.suites()));
        List<String> gaps = apt.update(
                wanted.suites(),
                bytes -> say(
                        wanted,
                        bytes < MEGABYTE
                                ? "reading the package lists"
                                : "downloading the package lists, " + bytes / MEGABYTE + " MB"));
        return new Listed(apt, packages(apt, imagePackage(apt, wanted)), gaps);
    }

    private Kernel get(DebianSeries wanted, KernelCache kept, Listed listed) {
        String directoryName = wanted.directory(listed.version());
        if (!kept.has(directoryName)) {
            kept.store(directoryName, directory -> download(wanted, listed.apt(), listed.packages(), directory));
        }
        Optional<String> shortfall = Optional.of(listed.gaps())
                .filter(gaps -> !gaps.isEmpty())
                .map(gaps -> "using " + listed.version() + ", which may be older than the current one: "
                        + String.join("; ", gaps) + ". Add what is missing to apt's sources in " + etc);
        shortfall.ifPresent(sentence -> say(wanted, sentence));
        kept.makeCurrent(directoryName, shortfall);
        return kept.kernel(directoryName);
    }

    private Apt apt(KernelCache kept) {
        return new Apt(kept.apt(), AptSources.in(etc), programs);
    }

    private String imagePackage(Apt apt, DebianSeries wanted) {
        String suffix = wanted.suffix(apt.architecture());
        if (wanted.beginning().isEmpty()) {
            return "linux-image" + suffix;
        }
        ImagePackages images = new ImagePackages(apt.names(ImagePackages.PREFIX), suffix);
        return images.newest(wanted.beginning()).orElseThrow(() -> {
            List<String> others =
                    series().stream().filter(name -> name.matches("[0-9.]+")).toList();
            return EnvironmentException.unavailable(
                    "Debian has no kernel " + wanted.name() + "; name one of those that it has: "
                            + String.join(", ", images.series(others)),
                    0,
                    "");
        });
    }

    /** Follows the dependencies down, from the metapackage or from a kernel's own; returns those of a kernel alone. */
    private static List<DebianPackage> packages(Apt apt, String first) {
        Map<String, DebianPackage> found = new LinkedHashMap<>();
        Deque<String> references = new ArrayDeque<>(List.of(first));
        while (!references.isEmpty()) {
            DebianPackage next = DebianPackage.of(apt.show(references.remove()));
            if (found.putIfAbsent(next.name(), next) == null) {
                references.addAll(next.kernelDependencies());
            }
        }
        List<DebianPackage> packages =
                found.values().stream().filter(DebianPackage::isOfOneKernel).toList();
        if (packages.isEmpty()) {
            throw new EnvironmentException("Debian's " + first + " depends on no kernel; " + Apt.INSTEAD);
        }
        return packages;
    }

    private KernelCache.KernelRecord download(
            DebianSeries wanted, Apt apt, List<DebianPackage> packages, Path directory) throws IOException {
        long bytes = packages.stream().mapToLong(DebianPackage::bytes).sum();
        String description = packages.stream()
                .map(each -> each.name() + " " + each.version())
                .collect(Collectors.joining(" and "));
        say(wanted, "downloading " + description + ", " + bytes / MEGABYTE + " MB");
        long before = 0;
        for (DebianPackage each : packages) {
            Path download = Files.createDirectory(directory.resolve("download"));
            long offset = before;
            Path file = apt.download(
                    each.reference(),
                    download,
                    present -> say(
                            wanted,
                            "downloading %s, %d of %d MB"
                                    .formatted(each.name(), (offset + present) / MEGABYTE, bytes / MEGABYTE)));
            before += each.bytes();
            say(wanted, "unpacking " + each.name());
            DebianPackage.unpack(file, directory);
            Files.delete(file);
            Files.delete(download);
        }
        if (!KernelTar.hasImage(directory)) {
            throw new EnvironmentException("Debian's " + description + " has no boot/vmlinuz; " + Apt.INSTEAD);
        }
        return ImportedKernels.finish(
                directory,
                "Debian's " + packages.get(0).name() + " " + packages.get(0).version());
    }

    private void say(DebianSeries wanted, String sentence) {
        progress.accept("Kernel " + wanted.name() + ": " + sentence);
    }
}
