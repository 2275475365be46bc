// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.process.ProgramRunner;
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
 * Runs this machine's apt with private package lists, cache and sources.
 *
 * <p>The private configuration copies from the machine's how to reach mirrors (proxies, credentials, retries) and which
 * keys to trust. It leaves hooks out, because they act on the system. apt verifies the signatures of the lists by the
 * keyring, and the checksums of the packages by the lists.
 */
final class Apt {

    private static final String OTHER_KERNELS = "another kernel: vm:/path/to/bzImage or vm:host";

    /** The remedy where only a kernel from elsewhere than apt helps. */
    static final String USE_ANOTHER_KERNEL = "Use " + OTHER_KERNELS;

    private static final String OR_ANOTHER_KERNEL = ", or use " + OTHER_KERNELS;

    private static final Duration UPDATE_LIMIT = Duration.ofMinutes(3);
    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(15);
    private static final Duration QUERY_LIMIT = Duration.ofMinutes(1);

    private static final Pattern ARCHITECTURE = Pattern.compile("(?m)^APT::Architecture \"(.*)\";$");

    private final Path directory;
    private final AptSources sources;
    private final Path programs;

    /** apt's settings for the files in the directory. */
    private static final Map<String, String> FILES = Map.of(
            "Dir::State", "state",
            "Dir::State::status", "status",
            "Dir::Cache", "cache",
            "Dir::Etc::sourcelist", "debian.sources",
            "Dir::Etc::preferences", "preferences");

    private static final List<String> PROGRAMS = List.of("apt-get", "apt-cache", "apt-config");

    /** What apt-cache prints for a package, or a version of it, that its lists do not have. */
    private static final Pattern NO_PACKAGE = Pattern.compile(
            "(?m)^(?:E|N|Error|Notice): (?:No packages found|Unable to locate package .*|Version .* was not found)$");

    /**
     * @param directory holds the private lists, cache and configuration; created if it does not exist
     * @param sources the sources of the machine's apt
     * @param programs the directory of apt-get, apt-cache and apt-config
     */
    Apt(Path directory, AptSources sources, Path programs) {
        this.directory = directory;
        this.sources = sources;
        this.programs = programs;
    }

    /**
     * Checks that {@link #update} can be tried, without using the network.
     *
     * @throws EnvironmentException if apt is not installed, or none of its sources is a mirror of Debian
     */
    void requireUsable(List<String> suites) {
        for (String program : PROGRAMS) {
            if (!Files.isExecutable(programs.resolve(program))) {
                throw notInstalled(programs.resolve(program).toString());
            }
        }
        sources.forSuites(suites);
    }

    /**
     * Updates the package lists of some suites from the mirror.
     *
     * @param progress receives the number of bytes transferred, every few seconds
     * @return the reason for each suite that is left out; empty if the lists of all suites are up to date
     * @throws EnvironmentException if apt fails for another reason than an absent suite, or all suites are absent
     */
    List<String> update(List<String> suites, LongConsumer progress) {
        List<String> used = suites.stream().filter(sources::hasArchiveOf).toList();
        configure(used);
        AptOutput first = runUpdate(used, progress);
        List<String> absent = first.absentSuites();
        List<String> present =
                used.stream().filter(suite -> !absent.contains(suite)).toList();
        if (present.isEmpty()) {
            throw Failure.absent("Cannot fetch a kernel from Debian")
                    .because("the mirror in apt's sources has no suite " + String.join(" or ", used))
                    .remedy("Use a mirror that has it" + OR_ANOTHER_KERNEL)
                    .log(first.text())
                    .exception(EnvironmentException::new);
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
        ProgramRunner.Result result = runPrivately(
                UPDATE_LIMIT, directory, "apt-get", List.of("update"), () -> progress.accept(size(partial)));
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
        return Failure.absent("apt cannot update the package lists of " + String.join(" and ", suites))
                .because(cause)
                .remedy(remedy + OR_ANOTHER_KERNEL)
                .log(log)
                .exception(EnvironmentException::new);
    }

    /**
     * Returns the fields of a package's highest version, or of the version in {@code name=version}, by name.
     *
     * @throws EnvironmentException if the lists do not have the package, or cannot be read
     */
    Map<String, String> show(String reference) {
        ProgramRunner.Result result = run("apt-cache", "--no-all-versions", "show", reference);
        if (NO_PACKAGE.matcher(result.output()).find()) {
            throw Failure.absent("Cannot fetch " + reference + " from Debian")
                    .because("the package lists of the mirror do not have it")
                    .remedy("Use a mirror that is up to date" + OR_ANOTHER_KERNEL)
                    .log(result.output())
                    .exception(EnvironmentException::new);
        }
        Map<String, String> fields = DebianPackage.fields(outputOf("apt-cache show", result)
                .lines()
                .dropWhile(line -> !line.startsWith("Package: "))
                .takeWhile(line -> !line.isEmpty())
                .collect(Collectors.joining("\n")));
        if (fields.isEmpty()) {
            throw failed("apt-cache show", result);
        }
        return fields;
    }

    /** Returns the names of all packages that start with a prefix. */
    List<String> packageNames(String prefix) {
        return outputOf("apt-cache pkgnames", run("apt-cache", "pkgnames", prefix))
                .lines()
                .toList();
    }

    /**
     * Downloads a package and verifies its checksum.
     *
     * @param reference name=version
     * @param into an empty directory
     * @param progress receives the number of bytes transferred, every few seconds
     * @return the file of the package in the directory
     */
    Path download(String reference, Path into, LongConsumer progress) {
        ProgramRunner.Result result = runPrivately(
                DOWNLOAD_LIMIT,
                into,
                "apt-get",
                List.of("--quiet", "download", reference),
                () -> progress.accept(size(into)));
        try (Stream<Path> files = Files.list(into)) {
            List<Path> packages =
                    files.filter(file -> file.toString().endsWith(".deb")).toList();
            if (result.exitStatus() != 0 || packages.size() != 1) {
                throw Failure.absent("apt cannot download " + reference)
                        .because(cause(result))
                        .remedy("Check the network and the free disk space, and run it again")
                        .log(result.output())
                        .exception(EnvironmentException::new);
            }
            return packages.get(0);
        } catch (IOException e) {
            throw Failure.failed("Cannot read the directory " + into + " that apt downloads to")
                    .because(e)
                    .exception(EnvironmentException::new);
        }
    }

    private static long size(Path directory) {
        File[] files = directory.toFile().listFiles();
        return files == null ? 0 : Arrays.stream(files).mapToLong(File::length).sum();
    }

    /** Returns Debian's name for this machine's architecture: {@code amd64}. */
    String architecture() {
        Matcher architecture = ARCHITECTURE.matcher(machineConfiguration());
        if (!architecture.find()) {
            throw Failure.failed("Cannot determine Debian's name for this machine's architecture")
                    .because("apt-config dump does not print APT::Architecture")
                    .remedy(USE_ANOTHER_KERNEL)
                    .exception(EnvironmentException::new);
        }
        return architecture.group(1);
    }

    private void configure(List<String> suites) {
        try {
            for (String name : List.of("state/lists/partial", "cache/archives/partial")) {
                Files.createDirectories(directory.resolve(name));
            }
            Files.writeString(directory.resolve("status"), "");
            Files.writeString(directory.resolve("debian.sources"), sources.forSuites(suites));
            // By default, apt prefers an older version from another suite to one from backports.
            Files.writeString(directory.resolve("preferences"), "Package: *\nPin: release *\nPin-Priority: 500\n");
            Files.writeString(configurationFile(), configurationText());
        } catch (IOException e) {
            throw Failure.failed("Cannot write the directory " + directory + " of apt's lists")
                    .because(e)
                    .remedy(KernelCache.FREE_SPACE)
                    .exception(EnvironmentException::new);
        }
    }

    private Path configurationFile() {
        return directory.resolve("apt.conf");
    }

    private String configurationText() {
        List<String> lines = new ArrayList<>();
        machineConfiguration()
                .lines()
                .filter(line -> line.startsWith("Acquire::"))
                .filter(line -> !line.matches("Acquire::(IndexTargets|Languages|CompressionTypes|GzipIndexes).*"))
                .forEach(lines::add);
        lines.add("Acquire::Languages \"none\";");
        lines.add("Acquire::GzipIndexes \"true\";");
        // Otherwise apt succeeds with old lists where it cannot transfer new ones.
        lines.add("APT::Update::Error-Mode \"any\";");
        lines.add("Acquire::Retries \"1\";");
        lines.add("Acquire::http::Timeout \"15\";");
        lines.add("Acquire::https::Timeout \"15\";");
        // The directory is in the user's cache, which apt's sandbox user cannot read.
        lines.add("APT::Sandbox::User \"root\";");
        List.of("Dir::Etc::main", "Dir::Etc::parts", "Dir::Etc::sourceparts", "Dir::Etc::preferencesparts")
                .forEach(key -> lines.add(key + " \"/dev/null\";"));
        List.of("Dir::Cache::pkgcache", "Dir::Cache::srcpkgcache").forEach(key -> lines.add(key + " \"\";"));
        return String.join("\n", lines) + "\n";
    }

    private String machineConfiguration() {
        return outputOf(
                "apt-config dump", run(QUERY_LIMIT, directory, Map.of(), "apt-config", List.of("dump"), () -> {}));
    }

    private ProgramRunner.Result run(String program, String... arguments) {
        return runPrivately(QUERY_LIMIT, directory, program, List.of(arguments), () -> {});
    }

    /** Runs apt with the private configuration. */
    private ProgramRunner.Result runPrivately(
            Duration limit, Path in, String program, List<String> arguments, Runnable meanwhile) {
        List<String> all = new ArrayList<>(arguments);
        // Not in the configuration's file, because the directory may be moved, and have more than one path.
        FILES.forEach((key, file) -> all.addAll(List.of("-o", key + "=" + directory.resolve(file))));
        return run(limit, in, Map.of("APT_CONFIG", configurationFile().toString()), program, all, meanwhile);
    }

    private ProgramRunner.Result run(
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
        ProcessBuilder builder = ProgramRunner.inEnglish(command).directory(in.toFile());
        builder.environment().putAll(variables);
        try {
            Files.createDirectories(directory);
            return ProgramRunner.run(builder, directory.resolve("output"), limit, meanwhile);
        } catch (ProgramRunner.Overtime e) {
            throw e.failure().causedBy(e).exception(EnvironmentException::new);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("Interrupted while " + command.get(0) + " was running")
                    .remedy("Run it again")
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        } catch (IOException e) {
            throw Failure.failed("Cannot run " + command.get(0) + " with its output in " + directory)
                    .because(e)
                    .remedy(KernelCache.FREE_SPACE)
                    .exception(EnvironmentException::new);
        }
    }

    private static EnvironmentException notInstalled(String program) {
        return Failure.absent("Cannot fetch a kernel from Debian")
                .because("apt is required, and " + program + " is not an executable file")
                .remedy("On Debian, install apt. Elsewhere, copy Debian's package of the kernel into a directory and"
                        + " name it with " + KernelSettings.PACKAGES.key() + ", or use " + OTHER_KERNELS)
                .exception(EnvironmentException::new);
    }

    /** Returns the output of a program, after checking that it succeeded. */
    private static String outputOf(String what, ProgramRunner.Result result) {
        if (result.exitStatus() != 0) {
            throw failed(what, result);
        }
        return result.output();
    }

    private static EnvironmentException failed(String what, ProgramRunner.Result result) {
        return Failure.absent(what + " failed")
                .because(cause(result))
                .remedy("Correct apt's configuration" + OR_ANOTHER_KERNEL)
                .log(result.output())
                .exception(EnvironmentException::new);
    }

    private static String cause(ProgramRunner.Result result) {
        return new AptOutput(result.exitStatus(), result.output()).cause();
    }
}
