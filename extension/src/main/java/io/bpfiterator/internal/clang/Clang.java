// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import io.bpfiterator.internal.cache.UnfinishedFiles;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.process.ProgramRunner;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Runs the clang command. */
final class Clang {

    /**
     * An object and the files that it was compiled from.
     *
     * @param dependencies the absolute paths of the source and of every file that it includes, also of system headers
     * @param started a time before clang read any of these files
     * @param warnings what clang printed
     */
    record Output(byte[] object, List<Path> dependencies, Instant started, String warnings) {}

    /** Newer kernels have anonymous members whose struct has a tag, which standard C does not know. */
    private static final List<String> ANONYMOUS_TAGGED_MEMBERS = List.of("-fms-extensions", "-Wno-microsoft-anon-tag");

    /** An emulated processor compiles a large source in less than a minute. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final String ARCHITECTURE = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";

    /** The environment variables that add directories to the include path. */
    private static final List<String> INCLUDE_VARIABLES = List.of("CPATH", "C_INCLUDE_PATH");

    /** Versions by command. A script may run another clang later, but not within the lifetime of a JVM. */
    private static final Map<String, String> VERSIONS = new ConcurrentHashMap<>();

    private final CompilerOptions options;

    Clang(CompilerOptions options) {
        this.options = options;
    }

    /** Returns everything that an object depends on except the contents of files, one item on each line. */
    String identify(Path source) {
        List<String> lines = new ArrayList<>();
        lines.add(CompileCache.of(options).identify(source));
        lines.add(ClangProgram.identify(options.clang()).orElseGet(this::knownVersion));
        lines.addAll(arguments());
        options.vmlinux()
                .ifPresent(header ->
                        lines.add("vmlinux " + CompileCache.of(options).identify(header)));
        lines.add(Path.of("").toAbsolutePath().toString());
        INCLUDE_VARIABLES.forEach(name -> lines.add(name + "=" + System.getenv().getOrDefault(name, "")));
        return String.join("\n", lines);
    }

    /**
     * Compiles a source, after a check that the command is clang.
     *
     * @param vmlinux the {@code vmlinux.h} to use if the source's own directory has none
     */
    Output compile(Path source, Optional<IncludedTypes> vmlinux) {
        knownVersion();
        CompileCache cache = CompileCache.of(options);
        try (UnfinishedFiles files = UnfinishedFiles.in(cache.own())) {
            Path object = files.path("object");
            Path rule = files.path("rule");
            List<String> command = new ArrayList<>(List.of(options.clang()));
            command.addAll(arguments());
            command.addAll(List.of("-I" + source.getParent(), "-fno-color-diagnostics"));
            vmlinux.ifPresent(header -> command.add("-I" + header.directory()));
            command.addAll(List.of("-idirafter", "/usr/include/" + ARCHITECTURE + "-linux-gnu"));
            command.addAll(List.of("-MD", "-MF", rule.toString(), "-MT", MakeRule.TARGET));
            command.addAll(List.of("-c", source.toString(), "-o", object.toString()));
            Instant started = Instant.now();
            ProgramRunner.Result run = run(command);
            if (run.exitStatus() != 0) {
                throw new CompileFailure(source, vmlinux).of(run.exitStatus(), run.output());
            }
            return new Output(
                    Files.readAllBytes(object), MakeRule.prerequisites(Files.readString(rule)), started, run.output());
        } catch (IOException e) {
            throw cache.unusable(e);
        }
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("-g", "-O2", "-Wall", "--target=bpf"));
        arguments.addAll(ANONYMOUS_TAGGED_MEMBERS);
        arguments.add("-D__TARGET_ARCH_" + (ARCHITECTURE.equals("aarch64") ? "arm64" : "x86"));
        options.defines().forEach((name, value) -> arguments.add("-D" + name + "=" + value));
        options.includeDirectories().forEach(directory -> arguments.add("-I" + directory));
        arguments.addAll(options.flags());
        return arguments;
    }

    private String knownVersion() {
        return VERSIONS.computeIfAbsent(options.clang(), clang -> version());
    }

    /** Returns the first line that {@code clang --version} prints. */
    String version() {
        ProgramRunner.Result run = run(List.of(options.clang(), "--version"));
        String line = run.output().lines().findFirst().orElse("");
        if (run.exitStatus() != 0 || !line.contains("clang")) {
            throw Failure.invalid("\"" + options.clang() + "\" is not clang")
                    .because("with --version it printed \"" + line + "\" and exited with status " + run.exitStatus())
                    .remedy(REMEDY)
                    .exception();
        }
        return line;
    }

    private static final String REMEDY =
            "Install clang (Debian, Ubuntu: apt-get install clang; Fedora: dnf install clang), or name one with -D"
                    + ExtensionSettings.CLANG + "=/path/to/clang";

    private static ProgramRunner.Result run(List<String> command) {
        try {
            return ProgramRunner.run(ProgramRunner.inEnglish(command), LIMIT);
        } catch (ProgramRunner.Overtime e) {
            throw e.failure().causedBy(e).exception();
        } catch (IOException e) {
            throw Failure.absent("Cannot run \"" + command.get(0) + "\" to compile C sources")
                    .because(e)
                    .remedy(REMEDY)
                    .exception();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("This thread was interrupted while it waited for " + command.get(0))
                    .remedy("Run the test again")
                    .causedBy(e)
                    .exception();
        }
    }
}
