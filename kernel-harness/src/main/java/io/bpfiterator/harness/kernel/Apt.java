package io.bpfiterator.harness.kernel;

import io.bpfiterator.harness.EnvironmentException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs this machine's apt with lists, cache and sources of its own.
 *
 * <p>Of the machine's configuration it keeps how mirrors are reached (proxies, credentials, retries) and who is trusted.
 * Hooks are left out, since they act on the system. apt itself verifies: the lists' signatures by the keyring, the
 * packages' checksums by the lists.
 */
final class Apt {

    /** What a user can do where apt can't help. */
    static final String INSTEAD = "name an image instead, vm:/path/to/bzImage or vm:host";

    private static final Duration UPDATE = Duration.ofMinutes(3);
    private static final Duration DOWNLOAD = Duration.ofMinutes(15);
    private static final Duration ASK = Duration.ofMinutes(1);

    private static final Pattern ARCHITECTURE = Pattern.compile("(?m)^APT::Architecture \"(.*)\";$");

    private final Path directory;
    private final AptSources sources;
    private final Path programs;

    private static final List<String> PROGRAMS = List.of("apt-get", "apt-cache", "apt-config");

    /** What apt-cache prints when its lists have no such package, or not in that version. */
    private static final Pattern NO_PACKAGE = Pattern.compile(
            "(?m)^(?:E|N|Error|Notice): (?:No packages found|Unable to locate package .*|Version .* was not found)$");

    /**
     * @param directory holds all that apt keeps; made if need be
     * @param sources the machine's
     * @param programs the directory that has apt-get, apt-cache and apt-config
     */
    Apt(Path directory, AptSources sources, Path programs) {
        this.directory = directory;
        this.sources = sources;
        this.programs = programs;
    }

    /**
     * Makes sure that {@link #update} can be tried; nothing is transferred.
     *
     * @throws EnvironmentException if apt is not installed, or none of its sources is Debian's
     */
    void require(List<String> suites) {
        for (String program : PROGRAMS) {
            if (!Files.isExecutable(programs.resolve(program))) {
                throw notInstalled(programs.resolve(program).toString());
            }
        }
        sources.forSuites(suites);
    }

    /**
     * Makes the lists of some suites as new as the mirror's.
     *
     * @param progress gets the number of bytes transferred, every few seconds
     * @return for each suite whose lists are left out, the reason; empty if all of them are up to date
     * @throws EnvironmentException if apt fails for another reason than an absent suite, or the mirror has none of them
     */
    List<String> update(List<String> suites, LongConsumer progress) {
        List<String> used = suites.stream().filter(sources::serve).toList();
        configure(used);
        AptOutput first = runUpdate(used, progress);
        List<String> absent = first.absentSuites();
        List<String> present =
                used.stream().filter(suite -> !absent.contains(suite)).toList();
        if (present.isEmpty()) {
            throw EnvironmentException.unavailable(
                    "The mirror that apt is configured with has no suite " + String.join(" or ", used)
                            + ". Use a mirror that has it, or " + INSTEAD,
                    0,
                    first.text());
        }
        if (!absent.isEmpty()) {
            configure(present);
            AptOutput second = runUpdate(present, progress);
            if (!second.absentSuites().isEmpty()) {
                throw cannotUpdate(present, second.cause(), second.text());
            }
        }
        return Stream.concat(
                        suites.stream()
                                .filter(suite -> !used.contains(suite))
                                .map(suite -> "apt's sources have no mirror of Debian's security archive for " + suite),
                        absent.stream().map(suite -> "the mirror has no suite " + suite))
                .toList();
    }

    private AptOutput runUpdate(List<String> suites, LongConsumer progress) {
        Path partial = directory.resolve("state/lists/partial");
        Commands.Result result =
                run(UPDATE, directory, own(), "apt-get", List.of("update"), () -> progress.accept(size(partial)));
        AptOutput output = new AptOutput(result.exitStatus(), result.output());
        output.failure().ifPresent(cause -> {
            throw cannotUpdate(suites, cause, output.text());
        });
        return output;
    }

    private static EnvironmentException cannotUpdate(List<String> suites, String cause, String log) {
        String remedy = AptOutput.isAboutSignatures(cause)
                ? "Install the keys of that archive (apt-get install debian-archive-keyring), or correct Signed-By in"
                        + " apt's sources"
                : "Check the network and the proxy";
        return EnvironmentException.unavailable(
                "apt cannot update the package lists of " + String.join(" and ", suites) + ": " + cause + ". " + remedy
                        + ", or " + INSTEAD,
                0,
                log);
    }

    /**
     * Returns the record of a package's highest version, or of the version in {@code name=version}, field by field.
     *
     * @throws EnvironmentException if the lists have no such package, or can't be read
     */
    Map<String, String> show(String reference) {
        Commands.Result result = run(ASK, "apt-cache", "--no-all-versions", "show", reference);
        if (NO_PACKAGE.matcher(result.output()).find()) {
            throw EnvironmentException.unavailable(
                    "Debian's package lists have no " + reference + ". Update the mirror, or " + INSTEAD,
                    0,
                    result.output());
        }
        Map<String, String> fields = Arrays.stream(
                        succeeded("apt-cache show", result).split("\\n"))
                .dropWhile(line -> !line.startsWith("Package: "))
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> !line.startsWith(" ") && line.contains(": "))
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[1], (first, again) -> first));
        if (fields.isEmpty()) {
            throw failed("apt-cache show", result);
        }
        return fields;
    }

    /** Returns the names of all packages that begin so. */
    List<String> names(String beginning) {
        return succeeded("apt-cache pkgnames", run(ASK, "apt-cache", "pkgnames", beginning))
                .lines()
                .toList();
    }

    /**
     * Downloads a package and verifies its checksum.
     *
     * @param reference name=version
     * @param into an empty directory
     * @param progress gets now and then how many bytes are there
     * @return the package's file in it
     */
    Path download(String reference, Path into, LongConsumer progress) {
        Commands.Result result = run(
                DOWNLOAD,
                into,
                own(),
                "apt-get",
                List.of("--quiet", "download", reference),
                () -> progress.accept(size(into)));
        try (Stream<Path> files = Files.list(into)) {
            List<Path> packages =
                    files.filter(file -> file.toString().endsWith(".deb")).toList();
            if (result.exitStatus() != 0 || packages.size() != 1) {
                throw EnvironmentException.unavailable(
                        "apt cannot download " + reference + ": " + cause(result)
                                + ". Check the network and the disk, and run it again",
                        0,
                        result.output());
            }
            return packages.get(0);
        } catch (IOException e) {
            throw new EnvironmentException("What apt downloaded can't be found in " + into + ": " + e, e);
        }
    }

    private static long size(Path directory) {
        File[] files = directory.toFile().listFiles();
        return files == null ? 0 : Arrays.stream(files).mapToLong(File::length).sum();
    }

    /** Returns Debian's name of this machine's architecture: {@code amd64}. */
    String architecture() {
        Matcher architecture = ARCHITECTURE.matcher(machineConfiguration());
        if (!architecture.find()) {
            throw new EnvironmentException("apt-config dump names no APT::Architecture; " + INSTEAD);
        }
        return architecture.group(1);
    }

    private void configure(List<String> suites) {
        try {
            for (String made : List.of("state/lists/partial", "cache/archives/partial")) {
                Files.createDirectories(directory.resolve(made));
            }
            Files.writeString(directory.resolve("status"), "");
            Files.writeString(directory.resolve("debian.sources"), sources.forSuites(suites));
            // Without this, apt would prefer an older version in a suite that is not marked as one of backports.
            Files.writeString(directory.resolve("preferences"), "Package: *\nPin: release *\nPin-Priority: 500\n");
            Files.writeString(configuration(), ownConfiguration());
        } catch (IOException e) {
            throw new EnvironmentException(
                    "apt's own directory " + directory + " can't be written: " + e + "; make room or name another cache"
                            + " with -Dbpfiterator.cache=/its/directory",
                    e);
        }
    }

    private Path configuration() {
        return directory.resolve("apt.conf");
    }

    private String ownConfiguration() {
        List<String> lines = new ArrayList<>();
        machineConfiguration()
                .lines()
                .filter(line -> line.startsWith("Acquire::"))
                .filter(line -> !line.matches("Acquire::(IndexTargets|Languages|CompressionTypes|GzipIndexes).*"))
                .forEach(lines::add);
        lines.add("Acquire::Languages \"none\";");
        lines.add("Acquire::GzipIndexes \"true\";");
        // Otherwise apt is content with the lists of yesterday.
        lines.add("APT::Update::Error-Mode \"any\";");
        lines.add("Acquire::Retries \"1\";");
        lines.add("Acquire::http::Timeout \"15\";");
        lines.add("Acquire::https::Timeout \"15\";");
        // The directory is in the user's cache, where apt's own user may not look.
        lines.add("APT::Sandbox::User \"root\";");
        Map<String, String> own = Map.of(
                "Dir::State", "state",
                "Dir::State::status", "status",
                "Dir::Cache", "cache",
                "Dir::Etc::sourcelist", "debian.sources",
                "Dir::Etc::preferences", "preferences");
        own.forEach((key, file) -> lines.add(key + " \"" + directory.resolve(file) + "\";"));
        List.of("Dir::Etc::main", "Dir::Etc::parts", "Dir::Etc::sourceparts", "Dir::Etc::preferencesparts")
                .forEach(key -> lines.add(key + " \"/dev/null\";"));
        List.of("Dir::Cache::pkgcache", "Dir::Cache::srcpkgcache").forEach(key -> lines.add(key + " \"\";"));
        return String.join("\n", lines) + "\n";
    }

    private String machineConfiguration() {
        return succeeded("apt-config dump", run(ASK, directory, Map.of(), "apt-config", List.of("dump"), () -> {}));
    }

    private Commands.Result run(Duration limit, String program, String... arguments) {
        return run(limit, directory, own(), program, List.of(arguments), () -> {});
    }

    /** Returns the variable that has apt read the private configuration. */
    private Map<String, String> own() {
        return Map.of("APT_CONFIG", configuration().toString());
    }

    private Commands.Result run(
            Duration limit,
            Path in,
            Map<String, String> variables,
            String program,
            List<String> arguments,
            Runnable meanwhile) {
        List<String> command = new ArrayList<>(List.of(programs.resolve(program).toString()));
        command.addAll(arguments);
        if (!Files.isExecutable(Path.of(command.get(0)))) {
            throw notInstalled(command.get(0));
        }
        try {
            Files.createDirectories(directory);
            return Commands.run(command, in, variables, directory.resolve("output"), limit, meanwhile);
        } catch (IOException e) {
            throw new EnvironmentException(
                    command.get(0) + " cannot be run with its output in " + directory + ": " + e
                            + ". Make room, or name another cache with -Dbpfiterator.cache=/its/directory",
                    e);
        }
    }

    private static EnvironmentException notInstalled(String program) {
        return EnvironmentException.unavailable(
                "Kernel series come from Debian's packages through apt, and there is no program " + program
                        + ". On Debian, install apt; elsewhere, " + INSTEAD,
                0,
                "");
    }

    /** Returns the output of a program that has succeeded. */
    private static String succeeded(String what, Commands.Result result) {
        if (result.exitStatus() != 0) {
            throw failed(what, result);
        }
        return result.output();
    }

    private static EnvironmentException failed(String what, Commands.Result result) {
        return EnvironmentException.unavailable(
                what + " failed: " + cause(result) + ". Correct apt's configuration, or " + INSTEAD,
                0,
                result.output());
    }

    private static String cause(Commands.Result result) {
        return new AptOutput(result.exitStatus(), result.output()).cause();
    }
}
