package io.bpfiterator.clang;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Runs clang. */
final class Clang {

    /**
     * An object and what it was made of.
     *
     * @param dependencies the source and every file that it included, system headers too, absolute
     * @param started when clang was started, before it read any of them
     */
    record Output(byte[] object, List<Path> dependencies, Instant started) {}

    private record Run(int exitStatus, String output) {}

    private static final System.Logger LOGGER = System.getLogger(BpfCompiler.class.getName());

    private static final String ARCHITECTURE = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";

    /** Environment variables by which clang finds headers. */
    private static final List<String> INCLUDE_VARIABLES = List.of("CPATH", "C_INCLUDE_PATH");

    /** A script may run any clang, but not usefully another one while a JVM runs. */
    private static final Map<String, String> VERSIONS = new ConcurrentHashMap<>();

    private final CompilerOptions options;

    Clang(CompilerOptions options) {
        this.options = options;
    }

    /** Returns all that the object of a source depends on, besides the contents of files: one thing on each line. */
    String identify(Path source) {
        List<String> lines = new ArrayList<>();
        lines.add(CompileCache.of(options).identify(source));
        lines.add(ClangProgram.named(options.clang()).orElseGet(this::knownVersion));
        lines.addAll(arguments());
        lines.add(Path.of("").toAbsolutePath().toString());
        INCLUDE_VARIABLES.forEach(name -> lines.add(name + "=" + System.getenv().getOrDefault(name, "")));
        return String.join("\n", lines);
    }

    /**
     * Compiles a source, after making sure that clang is one.
     *
     * @param generated directories to search for headers after all others of the program's own
     */
    Output compile(Path source, List<Path> generated) {
        knownVersion();
        try (TemporaryDirectory temporary = TemporaryDirectory.in(options.cache())) {
            Path object = temporary.path().resolve("object");
            Path rule = temporary.path().resolve("rule");
            List<String> command = new ArrayList<>(List.of(options.clang()));
            command.addAll(arguments());
            command.addAll(List.of("-I" + source.getParent(), "-fno-color-diagnostics"));
            generated.forEach(directory -> command.add("-I" + directory));
            command.addAll(List.of("-idirafter", "/usr/include/" + ARCHITECTURE + "-linux-gnu"));
            command.addAll(List.of("-MD", "-MF", rule.toString(), "-MT", MakeRule.TARGET));
            command.addAll(List.of("-c", source.toString(), "-o", object.toString()));
            Instant started = Instant.now();
            Run run = run(command);
            if (run.exitStatus != 0) {
                throw CompileFailure.of(source, run.exitStatus, run.output);
            }
            if (!run.output.isEmpty()) {
                LOGGER.log(System.Logger.Level.WARNING, "clang on {0}:\n{1}", source, run.output);
            }
            return new Output(Files.readAllBytes(object), MakeRule.prerequisites(Files.readString(rule)), started);
        } catch (IOException e) {
            throw new BpfException("What clang made of " + source + " can't be read: " + e.getMessage(), e);
        }
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("-g", "-O2", "-Wall", "--target=bpf"));
        arguments.add("-D__TARGET_ARCH_" + (ARCHITECTURE.equals("aarch64") ? "arm64" : "x86"));
        options.defines().forEach((name, value) -> arguments.add("-D" + name + "=" + value));
        options.includeDirectories().forEach(directory -> arguments.add("-I" + directory));
        arguments.addAll(options.flags());
        return arguments;
    }

    private String knownVersion() {
        return VERSIONS.computeIfAbsent(options.clang(), clang -> version());
    }

    /** Returns the first line that clang prints about its version. */
    String version() {
        Run run = run(List.of(options.clang(), "--version"));
        String line = run.output.lines().findFirst().orElse("");
        if (run.exitStatus != 0 || !line.contains("clang")) {
            throw new BpfException("\"" + options.clang() + "\" is no clang: asked for its version, it answered \""
                    + line + "\" with exit status " + run.exitStatus + "; " + REMEDY);
        }
        return line;
    }

    private static final String REMEDY =
            "install clang (Debian, Ubuntu: apt-get install clang; Fedora: dnf install clang), or name one with -D"
                    + ExtensionSettings.CLANG + "=/path/to/clang";

    /** Runs a command with its messages in English. */
    private static Run run(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new BpfException("C sources take clang, and \"" + command.get(0) + "\" can't be run; " + REMEDY, e);
        }
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        } catch (IOException e) {
            throw new BpfException("What " + command.get(0) + " prints can't be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BpfException("Interrupted while " + command.get(0) + " ran; run the test again", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
