package io.bpfiterator.harness.kernel;

import io.bpfiterator.kernel.BpfException;
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

    private static final Pattern ABSENT_SUITE = Pattern.compile("The repository '\\S+ (\\S+) (?:In)?Release' ");

    private static final Pattern ARCHITECTURE = Pattern.compile("(?m)^APT::Architecture \"(.*)\";$");

    private final Path directory;
    private final AptSources sources;
    private final Path programs;

    /** The kinds of answer to {@link #update}. */
    private record Update(List<String> absentSuites, String output) {}

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
     * Makes the lists of some suites as new as the mirror's.
     *
     * @throws BpfException if the mirror can't be reached, or has none of them
     */
    void update(List<String> suites) {
        configure(suites);
        Update first = update();
        if (first.absentSuites.isEmpty()) {
            return;
        }
        List<String> present = suites.stream()
                .filter(suite -> !first.absentSuites.contains(suite))
                .toList();
        if (present.isEmpty()) {
            throw BpfException.unavailable(
                    "The mirror that apt is configured with has no suite " + String.join(" or ", suites)
                            + "; use a mirror that has it, or " + INSTEAD,
                    0,
                    first.output);
        }
        update(present);
    }

    private Update update() {
        Commands.Result result = run(UPDATE, "apt-get", "update");
        if (result.exitStatus() == 0) {
            return new Update(List.of(), result.output());
        }
        List<String> absent = ABSENT_SUITE
                .matcher(result.output())
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
        if (absent.isEmpty()) {
            throw BpfException.unavailable(
                    "apt can't get Debian's list of packages: " + complaint(result.output())
                            + "; look at the network and the proxy, or " + INSTEAD,
                    0,
                    result.output());
        }
        return new Update(absent, result.output());
    }

    /**
     * Returns the record of a package's highest version, or of the version in {@code name=version}, field by field.
     *
     * @throws BpfException if the lists have no such package
     */
    Map<String, String> show(String reference) {
        Commands.Result result = run(ASK, "apt-cache", "--no-all-versions", "show", reference);
        Map<String, String> fields = Arrays.stream(result.output().split("\\n"))
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> !line.startsWith(" ") && line.contains(": "))
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[1], (first, again) -> first));
        if (result.exitStatus() != 0 || !fields.containsKey("Package")) {
            throw BpfException.unavailable(
                    "Debian's list of packages has no " + reference + ": " + complaint(result.output()) + "; "
                            + INSTEAD,
                    0,
                    result.output());
        }
        return fields;
    }

    /** Returns the names of all packages that begin so. */
    List<String> names(String beginning) {
        return run(ASK, "apt-cache", "pkgnames", beginning).output().lines().toList();
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
                Map.of("APT_CONFIG", configuration().toString()),
                "apt-get",
                List.of("--quiet", "download", reference),
                () -> progress.accept(size(into)));
        try (Stream<Path> files = Files.list(into)) {
            List<Path> packages =
                    files.filter(file -> file.toString().endsWith(".deb")).toList();
            if (result.exitStatus() != 0 || packages.size() != 1) {
                throw BpfException.unavailable(
                        "apt can't download " + reference + ": " + complaint(result.output())
                                + "; look at the network and the disk, and run it again",
                        0,
                        result.output());
            }
            return packages.get(0);
        } catch (IOException e) {
            throw new BpfException("What apt downloaded can't be found in " + into + ": " + e, e);
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
            throw new BpfException("apt-config dump names no APT::Architecture; " + INSTEAD);
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
            throw new BpfException(
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
        return run(ASK, directory, Map.of(), "apt-config", List.of("dump"), () -> {})
                .output();
    }

    private Commands.Result run(Duration limit, String program, String... arguments) {
        Map<String, String> variables = Map.of("APT_CONFIG", configuration().toString());
        return run(limit, directory, variables, program, List.of(arguments), () -> {});
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
        try {
            Files.createDirectories(directory);
            return Commands.run(command, in, variables, directory.resolve("output"), limit, meanwhile);
        } catch (IOException e) {
            throw BpfException.unavailable(
                    "Kernel series come from Debian's packages through apt, and " + command.get(0)
                            + " can't be run: this machine is not Debian's kind; " + INSTEAD,
                    e);
        }
    }

    /** apt says first what it did, then what went wrong. */
    private static String complaint(String output) {
        return output.lines()
                .filter(line -> line.startsWith("E: ") || line.startsWith("W: "))
                .findFirst()
                .map(line -> line.substring(3).strip())
                .orElse(output.lines().reduce("it said nothing", (first, last) -> last));
    }
}
