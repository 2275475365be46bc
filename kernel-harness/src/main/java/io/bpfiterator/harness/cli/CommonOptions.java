package io.bpfiterator.harness.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that stand before or after any subcommand. */
final class CommonOptions {

    @Option(
            names = {"-d", "--debug"},
            scope = ScopeType.INHERIT,
            description = "Print libbpf's and the verifier's whole log, or a machine's console, on standard error.")
    private boolean debug;

    @Option(
            names = {"-j", "--json"},
            scope = ScopeType.INHERIT,
            description = "Print JSON on standard output, errors too.")
    private boolean json;

    @Option(
            names = {"-p", "--pretty"},
            scope = ScopeType.INHERIT,
            description = "Print JSON in lines, for people.")
    private boolean pretty;

    @Option(
            names = {"-V", "--version"},
            scope = ScopeType.INHERIT,
            versionHelp = true,
            description = "Print the version of this command and of libbpf.")
    private boolean version;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Print how a command is used.")
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

    boolean isVersionWanted() {
        return version;
    }
}
