package io.bpfiterator.harness.internal.auto;

import io.bpfiterator.harness.environment.FileCache;
import io.bpfiterator.internal.process.CurrentUser;
import io.bpfiterator.internal.process.ProcessIdentity;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.kernel.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Shares a verdict between the JVMs of one build: the forks of a build tool run in turn or at once, and all of a
 * build's tests run in one place.
 *
 * <p>The build is the Java process that this one descends from, and the kernel answers all its forks of one user and
 * with one set of capabilities alike. A JVM that no other has started asks the kernel itself.
 */
final class BuildVerdict {

    private static final String FIT = "fit";
    private static final int KEPT = 50;

    private BuildVerdict() {}

    /** Returns the build's verdict, which is found now if this is its first JVM to ask. */
    static HostVerdict of(Supplier<HostVerdict> asking) {
        return of(FileCache.ofThisUser("auto", KEPT), build(), asking);
    }

    static HostVerdict of(FileCache verdicts, Optional<ProcessHandle> build, Supplier<HostVerdict> asking) {
        return build.map(process -> shared(verdicts, name(process), asking)).orElseGet(asking);
    }

    /** That a verdict cannot be kept is no reason not to have one. */
    private static HostVerdict shared(FileCache verdicts, String name, Supplier<HostVerdict> asking) {
        try {
            Optional<Path> known = verdicts.find(name);
            if (known.isPresent()) {
                return read(known.get());
            }
            return verdicts.make(name, file -> {
                HostVerdict verdict = asking.get();
                Files.writeString(file, (verdict.fit() ? FIT : "unfit") + "\n" + verdict.reason() + "\n");
                return verdict;
            });
        } catch (IOException unkept) {
            return asking.get();
        }
    }

    private static HostVerdict read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() != 2) {
            throw new IOException(file + " is not a verdict");
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

    /** Returns the farthest ancestor that is a JVM; a shell may stand between a build tool and its forks. */
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
