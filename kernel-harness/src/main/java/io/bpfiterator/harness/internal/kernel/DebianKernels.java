// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.spi.Kernel;
import io.bpfiterator.harness.spi.KernelSource;
import io.bpfiterator.internal.cache.CacheDirectory;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.NearestName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Provides kernels of a series ({@code 6.1}, {@code 7.x}, {@code 6.12-cloud}) from Debian's packages, which it
 * downloads with apt, unpacks and caches.
 *
 * <p>It checks the mirror once a day for a newer kernel of a cached series, and uses the cached kernel if that fails.
 * Each use of a kernel that is not, or might not be, the newest of its suites reports the reason.
 */
public final class DebianKernels implements KernelSource {

    private static final int MEGABYTE = 1_000_000;

    /** Precedes the name and the version of a package in a kernel's description. */
    private static final String ORIGIN = "Debian's ";

    private static final Duration CHECK_INTERVAL = Duration.ofHours(24);

    private final Path cache;
    private final Path etc;
    private final Path programs;
    private final List<DebianSeries> series;
    private final Clock clock;
    private final Consumer<String> progress;

    /**
     * @param cache the directory of the cached kernels
     * @param etc the directory of apt's configuration, whose sources name the mirror and its keys
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
     * Returns a source that caches kernels in {@code kernels} of the cache directory: {@code bpf-iterator} in
     * {@code XDG_CACHE_HOME} or {@code ~/.cache}, unless the system property {@code bpfiterator.cache} names another.
     *
     * @param progress receives a line for each check, download and unpacking
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

    /** Returns the names of the predefined series, from the oldest to the newest. */
    public List<String> series() {
        return series.stream().map(DebianSeries::name).toList();
    }

    @Override
    public boolean knows(String name) {
        return DebianSeries.named(name, series).isPresent();
    }

    /**
     * Returns the kernel of a series: the cached one if the mirror was checked within the last 24 hours, otherwise the
     * newest one of the mirror.
     *
     * @throws EnvironmentException if neither the mirror nor the cache provides it
     */
    @Override
    public Kernel kernel(String name) {
        DebianSeries wanted = named(name);
        KernelCache kernels = cache(wanted);
        return fresh(wanted, kernels)
                .orElseGet(() -> kernels.locked(
                        () -> fresh(wanted, kernels).orElseGet(() -> updateOrUseCached(wanted, kernels))));
    }

    /**
     * Fetches the newest kernel of a series from the mirror, even if the cached one was checked recently.
     *
     * @throws EnvironmentException if the mirror does not provide it
     */
    public Kernel fetch(String name) {
        DebianSeries wanted = named(name);
        KernelCache kernels = cache(wanted);
        return kernels.locked(() -> fetch(wanted, kernels, list(wanted, kernels)));
    }

    @Override
    public String origin(String name) {
        DebianSeries wanted = named(name);
        KernelCache kernels = cache(wanted);
        Optional<KernelCache.Current> current = kernels.current();
        if (current.isPresent()) {
            return kernels.kernel(current.get().directory()).description() + ", cached";
        }
        apt(kernels).requireUsable(wanted.suites());
        return "Debian's " + String.join(" and ", wanted.suites()) + ", to be downloaded with apt";
    }

    private DebianSeries named(String name) {
        return DebianSeries.named(name, series)
                .orElseThrow(() -> Failure.notFound("Unknown kernel series \"" + name + "\"")
                        .remedy("Use one of " + String.join(", ", names()) + NearestName.question(". ", name, names()))
                        .exception(EnvironmentException::new));
    }

    /** Returns all kernels in the cache, including those from images. */
    public List<CachedKernel> cached() {
        return KernelCache.all(cache, clock).stream()
                .flatMap(kernels -> kernels.list().stream())
                .toList();
    }

    /**
     * Removes the kernels that newer ones have replaced, and returns the removed ones.
     *
     * @param all whether to remove the current ones too
     */
    public List<CachedKernel> prune(boolean all) {
        List<CachedKernel> removed = new ArrayList<>();
        for (KernelCache kernels : KernelCache.all(cache, clock)) {
            if (kernels.list().isEmpty()) {
                continue;
            }
            removed.addAll(kernels.locked(() -> {
                List<CachedKernel> superfluous = kernels.list().stream()
                        .filter(kernel -> all || !kernel.current())
                        .toList();
                kernels.remove(superfluous);
                return superfluous;
            }));
        }
        return removed;
    }

    private KernelCache cache(DebianSeries wanted) {
        return new KernelCache(cache, wanted.cacheDirectory(), wanted.name(), clock);
    }

    private Optional<Kernel> fresh(DebianSeries wanted, KernelCache kernels) {
        Instant now = clock.instant();
        Optional<KernelCache.Current> fresh = kernels.current()
                .filter(current -> !now.isBefore(current.checked()))
                .filter(current -> now.isBefore(current.checked().plus(CHECK_INTERVAL)));
        fresh.ifPresent(current -> current.staleReason()
                .ifPresent(reason -> report(
                        wanted,
                        reason + " Last checked at " + current.checked().truncatedTo(ChronoUnit.SECONDS)
                                + ". To check again, run: bpf-iterator kernels fetch " + wanted.name())));
        return fresh.map(current -> kernels.kernel(current.directory()));
    }

    private Kernel updateOrUseCached(DebianSeries wanted, KernelCache kernels) {
        Optional<String> cached = kernels.current().map(KernelCache.Current::directory);
        Listing listing;
        try {
            listing = list(wanted, kernels);
        } catch (DiagnosedException e) {
            return useCached(
                    wanted, kernels, cached.orElseThrow(() -> e), ", which may be out of date. Checking failed: ", e);
        }
        try {
            return fetch(wanted, kernels, listing);
        } catch (DiagnosedException e) {
            return useCached(
                    wanted,
                    kernels,
                    cached.orElseThrow(() -> e),
                    " instead of the newer " + listing.version() + ". Fetching failed: ",
                    e);
        }
    }

    /** Uses a cached kernel for the next 24 hours, so that not every run waits for a mirror that does not respond. */
    private Kernel useCached(
            DebianSeries wanted, KernelCache kernels, String version, String relation, DiagnosedException cause) {
        String reason = sentence("using " + version + " from the cache" + relation + cause.getMessage());
        report(wanted, reason);
        kernels.makeCurrent(version, Optional.of(reason));
        return kernels.kernel(version);
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    /**
     * Holds what a mirror lists for a series.
     *
     * @param missing why some suites of the series are not in the lists
     */
    private record Listing(DebianDownload download, List<String> missing) {

        String version() {
            return download.version();
        }
    }

    private Listing list(DebianSeries wanted, KernelCache kernels) {
        Apt apt = apt(kernels);
        report(wanted, "updating the package lists of " + String.join(" and ", wanted.suites()));
        List<String> missing = apt.update(
                wanted.suites(),
                bytes -> report(
                        wanted,
                        bytes < MEGABYTE
                                ? "reading the package lists"
                                : "downloading the package lists, " + bytes / MEGABYTE + " MB"));
        return new Listing(DebianDownload.of(apt, imagePackage(apt, wanted), line -> report(wanted, line)), missing);
    }

    private Kernel fetch(DebianSeries wanted, KernelCache kernels, Listing listing) {
        String directoryName = wanted.directory(listing.version());
        if (!kernels.has(directoryName)) {
            kernels.store(directoryName, directory -> download(listing.download(), directory));
        }
        Optional<String> staleReason = Optional.of(listing.missing())
                .filter(missing -> !missing.isEmpty())
                .map(missing -> "using " + listing.version() + ", which may be out of date: "
                        + String.join(", and ", missing) + ". Add what is missing to apt's sources in " + etc + ".");
        staleReason.ifPresent(reason -> report(wanted, reason));
        kernels.makeCurrent(directoryName, staleReason);
        return kernels.kernel(directoryName);
    }

    private Apt apt(KernelCache kernels) {
        return new Apt(kernels.aptDirectory(), AptSources.in(etc), programs);
    }

    private String imagePackage(Apt apt, DebianSeries wanted) {
        String suffix = wanted.suffix(apt.architecture());
        if (wanted.versionPrefix().isEmpty()) {
            return "linux-image" + suffix;
        }
        ImagePackages images = new ImagePackages(apt.packageNames(ImagePackages.PREFIX), suffix);
        return images.newest(wanted.versionPrefix()).orElseThrow(() -> {
            List<String> others =
                    series().stream().filter(name -> name.matches("[0-9.]+")).toList();
            return Failure.absent("Cannot fetch kernel " + wanted.name())
                    .because("Debian does not have it")
                    .remedy("Use one of " + String.join(", ", images.series(others)))
                    .exception(EnvironmentException::new);
        });
    }

    private static KernelCache.KernelRecord download(DebianDownload download, Path directory) throws IOException {
        download.unpack(KernelTar::unpack, directory);
        if (!KernelTar.hasImage(directory)) {
            throw Failure.failed("Cannot unpack Debian's " + download)
                    .because("there is no boot/vmlinuz in it")
                    .remedy(Apt.USE_ANOTHER_KERNEL)
                    .exception(EnvironmentException::new);
        }
        DebianPackage image = download.packages().get(0);
        return ImportedKernels.finish(directory, ORIGIN + image.name() + " " + image.version());
    }

    @Override
    public Optional<Path> modules(String name, Kernel kernel) {
        ModuleTree tree = new ModuleTree(kernel);
        DebianSeries wanted = named(name);
        KernelCache kernels = cache(wanted);
        return tree.find()
                .or(() -> Optional.of(kernels.locked(
                        () -> tree.findOrAdd(directory -> downloadModules(wanted, kernels, kernel, directory)))));
    }

    /** Downloads the package again, whose file is not in the cache. */
    private void downloadModules(DebianSeries wanted, KernelCache kernels, Kernel kernel, Path directory)
            throws IOException {
        String reference = kernel.description().substring(ORIGIN.length()).replace(' ', '=');
        try {
            DebianDownload.of(apt(kernels), reference, line -> report(wanted, line))
                    .ofModules()
                    .unpack(KernelTar::unpackModules, directory);
        } catch (EnvironmentException e) {
            throw Failure.absent("Cannot provide all modules of " + kernel.description())
                    .because(e)
                    .remedy("If the mirror has a newer kernel instead, fetch that one: bpf-iterator kernels fetch "
                            + wanted.name())
                    .exception(EnvironmentException::new);
        }
    }

    private void report(DebianSeries wanted, String message) {
        progress.accept("Kernel " + wanted.name() + ": " + message);
    }
}
