// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command, in the macros of man(7), from picocli's model of the command. */
final class ManPage {

    static final int SECTION = 1;

    private final CommandLine command;
    private final CommandSpec spec;
    private final StringBuilder text = new StringBuilder();

    ManPage(CommandLine command) {
        this.command = command;
        this.spec = command.getCommandSpec();
    }

    /** Returns the subcommands that have a page of their own. */
    static List<CommandLine> described(CommandLine command) {
        return command.getSubcommands().values().stream()
                .filter(subcommand ->
                        !subcommand.getCommandSpec().usageMessage().hidden())
                .filter(subcommand -> !subcommand.getCommandName().equals(HelpCommand.NAME))
                .toList();
    }

    /** Returns the page's name, such as {@code bpf-iterator-iter-pin}. */
    String name() {
        return spec.qualifiedName("-");
    }

    /** Returns the page's source. */
    String troff() {
        line(
                ".TH %s %d \"\" \"bpf-iterator\" \"User Commands\"",
                escaped(name()).toUpperCase(Locale.ROOT), SECTION);
        section("NAME");
        line("%s \\- %s", escaped(name()), escaped(summary()));
        section("SYNOPSIS");
        synopsis().forEach(usage -> line(".nf\n%s\n.fi", escaped(usage)));
        section("DESCRIPTION");
        for (String paragraph : spec.usageMessage().description()) {
            line(".PP\n%s", escaped(paragraph.formatted()));
        }
        List<PositionalParamSpec> parameters = spec.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .toList();
        section("ARGUMENTS", parameters, PositionalParamSpec::paramLabel);
        section("OPTIONS", options(false), ManPage::option);
        section("COMMON OPTIONS", options(true), ManPage::option);
        List<CommandLine> subcommands = described(command);
        if (!subcommands.isEmpty()) {
            section("COMMANDS");
            for (CommandLine subcommand : subcommands) {
                ManPage page = new ManPage(subcommand);
                line(
                        ".TP\n.B %s\n%s\nSee \\fB%s\\fR(%d).",
                        escaped(subcommand.getCommandName()), escaped(page.sentence()), escaped(page.name()), SECTION);
            }
        }
        if (spec.parent() != null) {
            section("SEE ALSO");
            line("\\fB%s\\fR(%d)", escaped(spec.parent().qualifiedName("-")), SECTION);
        }
        return text.toString();
    }

    private Stream<String> synopsis() {
        String[] custom = spec.usageMessage().customSynopsis();
        return custom.length > 0
                ? Arrays.stream(custom).filter(usage -> !usage.isBlank())
                : Stream.of(new CommandLine.Help(spec, CommandLine.Help.defaultColorScheme(Ansi.OFF))
                        .synopsis(0)
                        .strip());
    }

    private Collection<OptionSpec> options(boolean inherited) {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .filter(option -> option.inherited() == inherited)
                .toList();
    }

    private <T extends ArgSpec> void section(String title, Collection<T> arguments, Function<T, String> label) {
        if (arguments.isEmpty()) {
            return;
        }
        section(title);
        for (T argument : arguments) {
            line(".TP\n.B %s\n%s", escaped(label.apply(argument)), escaped(description(argument)));
        }
    }

    private static String description(ArgSpec argument) {
        // The model has replaced variables such as the default value.
        return String.join(" ", argument.description());
    }

    private static String option(OptionSpec option) {
        String separator = option.longestName().startsWith("--") ? " " : "";
        return String.join(", ", option.names()) + (option.arity().max() > 0 ? separator + option.paramLabel() : "");
    }

    /** Returns the description as a phrase, as whatis(1) prints it. */
    private String summary() {
        String phrase = sentence().split("\\.( |$)", 2)[0];
        return phrase.substring(0, 1).toLowerCase(Locale.ROOT) + phrase.substring(1);
    }

    private String sentence() {
        return Stream.of(spec.usageMessage().description()).findFirst().orElse(spec.name());
    }

    private void section(String title) {
        line(".SH %s", title);
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(format, arguments)).append('\n');
    }

    /** Escapes what troff would interpret: backslashes, minus signs, and a dot or an apostrophe that starts a line. */
    private static String escaped(String raw) {
        return raw.lines()
                .map(each -> each.replace("\\", "\\e").replace("-", "\\-").replace("…", "..."))
                .map(each -> each.startsWith(".") || each.startsWith("'") ? "\\&" + each : each)
                .collect(Collectors.joining("\n"));
    }
}
