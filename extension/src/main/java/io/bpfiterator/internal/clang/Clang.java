package io.bpfiterator.internal.clang;

import io.bpfiterator.internal.failure.Failure;
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

/** Runs the clang command. */
final class Clang {

    /**
     * An object and the files that it was compiled from.
     *
     * @param dependencies the absolute paths of the source and of every file that it includes, also of system headers
     * @param started a time before clang read any of these files
     */
    record Output(byte[] object, List<Path> dependencies, Instant started) {}

    private record Run(int exitStatus, String output) {}

    private static final System.Logger LOGGER = System.getLogger(BpfCompiler.class.getName());

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
        lines.add(Path.of("").toAbsolutePath().toString());
        INCLUDE_VARIABLES.forEach(name -> lines.add(name + "=" + System.getenv().getOrDefault(name, "")));
        return String.join("\n", lines);
    }

    /**
     * Compiles a source, after a check that the command is clang.
     *
     * @param generated directories to search for headers after the source's own directory
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
            throw Failure.failed("Cannot read the object that clang compiled from " + source)
                    .because(e)
                    .exception();
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

    /** Returns the first line that {@code clang --version} prints. */
    String version() {
        Run run = run(List.of(options.clang(), "--version"));
        String line = run.output.lines().findFirst().orElse("");
        if (run.exitStatus != 0 || !line.contains("clang")) {
            throw Failure.invalid("\"" + options.clang() + "\" is not clang")
                    .because("with --version it printed \"" + line + "\" and exited with status " + run.exitStatus)
                    .remedy(REMEDY)
                    .exception();
        }
        return line;
    }

    private static final String REMEDY =
            "Install clang (Debian, Ubuntu: apt-get install clang; Fedora: dnf install clang), or name one with -D"
                    + ExtensionSettings.CLANG + "=/path/to/clang";

    /** Runs a command in the C locale, so that its messages are in English. */
    private static Run run(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw Failure.notFound("Cannot run \"" + command.get(0) + "\" to compile C sources")
                    .because(e)
                    .remedy(REMEDY)
                    .exception();
        }
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        } catch (IOException e) {
            throw Failure.failed("Cannot read the output of " + command.get(0))
                    .because(e)
                    .exception();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("This thread was interrupted while it waited for " + command.get(0))
                    .remedy("Run the test again")
                    .causedBy(e)
                    .exception();
        } finally {
            process.destroyForcibly();
        }
    }
}
