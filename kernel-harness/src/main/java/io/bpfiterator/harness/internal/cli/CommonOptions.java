// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.internal.settings.Setting;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.internal.settings.SettingsCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    @Option(
            names = "-D",
            scope = ScopeType.INHERIT,
            paramLabel = "KEY=VALUE",
            description = "Change a setting, such as -Dbpfiterator.cache=DIRECTORY. Can be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** Sets the system properties of the settings. Returns what is wrong with one of them; empty if all are right. */
    Optional<String> applySettings() {
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        List<String> problems = new ArrayList<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(Setting.PREFIX)) {
                System.setProperty(key, value);
            } else {
                problems.add("Unknown setting " + key + ". The names of settings start with " + Setting.PREFIX + ".");
            }
        });
        problems.addAll(SettingsCheck.ofClassPath().problems(settings.keySet(), Settings.SYSTEM_PROPERTIES));
        return problems.stream().findFirst();
    }

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
