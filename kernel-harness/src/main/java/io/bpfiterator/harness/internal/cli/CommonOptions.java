package io.bpfiterator.harness.internal.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Defines the options that are valid before and after any subcommand. */
final class CommonOptions {

    @Option(
            names = {"-d", "--debug"},
            scope = ScopeType.INHERIT,
            description =
                    "Print the logs of libbpf and the verifier, or a virtual machine's console, to standard error.")
    private boolean debug;

    @Option(
            names = {"-j", "--json"},
            scope = ScopeType.INHERIT,
            description = "Print JSON to standard output, including errors.")
    private boolean json;

    @Option(
            names = {"-p", "--pretty"},
            scope = ScopeType.INHERIT,
            description = "Print indented JSON.")
    private boolean pretty;

    @Option(
            names = {"-V", "--version"},
            scope = ScopeType.INHERIT,
            versionHelp = true,
            description = "Print the versions of bpf-iterator and libbpf.")
    private boolean version;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Print the usage of a command.")
    private boolean help;

    boolean isDebug() {
        return debug;
    }

    boolean isJson() {
        return json || pretty;
    }

    boolean isPretty() {
        return pretty;
    }

    boolean isVersionRequested() {
        return version;
    }
}
