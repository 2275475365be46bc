// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.auto;

import io.bpfiterator.internal.cache.FileCache;
import io.bpfiterator.internal.kernel.Capability;
import io.bpfiterator.internal.process.CurrentUser;
import io.bpfiterator.internal.process.ProcessIdentity;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Shares a verdict between the JVMs of one build, which a build tool starts in turn or in parallel, so that all tests
 * of the build run in one place.
 *
 * <p>The build is the topmost Java process among the ancestors of this one. The kernel gives the same answer to all its
 * JVMs of one user with the same capabilities. A JVM without such an ancestor probes the kernel itself.
 */
final class BuildVerdict {

    private static final String FIT = "fit";
    private static final int MAX_VERDICTS = 50;

    private BuildVerdict() {}

    /** Returns the verdict of this build; the first JVM of the build determines it with {@code probe}. */
    static HostVerdict of(Supplier<HostVerdict> probe) {
        return of(FileCache.ofThisUser("auto", MAX_VERDICTS), build(), probe);
    }

    static HostVerdict of(FileCache verdicts, Optional<ProcessHandle> build, Supplier<HostVerdict> probe) {
        return build.map(process -> shared(verdicts, name(process), probe)).orElseGet(probe);
    }

    /** Returns the cached verdict. Falls back to {@code probe} if the cache cannot be used. */
    private static HostVerdict shared(FileCache verdicts, String name, Supplier<HostVerdict> probe) {
        try {
            Optional<Path> known = verdicts.find(name);
            if (known.isPresent()) {
                return read(known.get());
            }
            return verdicts.create(name, file -> {
                HostVerdict verdict = probe.get();
                Files.writeString(file, (verdict.fit() ? FIT : "unfit") + "\n" + verdict.reason() + "\n");
                return verdict;
            });
        } catch (IOException notCached) {
            return probe.get();
        }
    }

    private static HostVerdict read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() != 2) {
            throw new IOException(file + " does not contain a verdict");
        }
        return new HostVerdict(lines.get(0).equals(FIT), lines.get(1));
    }

    private static String name(ProcessHandle build) {
        return FileCache.name(List.of(
                ProcessIdentity.of(build.pid()).text(),
                String.valueOf(CurrentUser.id()),
                String.valueOf(Capability.mayLoadIterators()),
                Settings.SYSTEM_PROPERTIES.value(ExtensionSettings.LIBBPF)));
    }

    /**
     * Returns the topmost ancestor that is a JVM. There may be a shell between a build tool and the JVMs that it
     * starts.
     */
    private static Optional<ProcessHandle> build() {
        Optional<ProcessHandle> found = Optional.empty();
        for (Optional<ProcessHandle> ancestor = ProcessHandle.current().parent();
                ancestor.isPresent();
                ancestor = ancestor.get().parent()) {
            if (ancestor.get()
                    .info()
                    .command()
                    .filter(command -> command.endsWith("/java"))
                    .isPresent()) {
                found = ancestor;
            }
        }
        return found;
    }
}
