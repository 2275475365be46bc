package io.bpfiterator.harness.internal.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * The subcommands of a command, of which only those are created that the arguments require: picocli reads the
 * annotations of each by reflection, which takes longer than to pin an iterator.
 */
final class Subcommands {

    /** Those that describe the others. */
    private static final Set<String> DESCRIBING = Set.of(HelpCommand.NAME, CompletionCommand.NAME, ManCommand.NAME);

    private final Map<String, Function<List<String>, CommandLine>> creators = new LinkedHashMap<>();

    /**
     * Adds a subcommand.
     *
     * @param creator creates it; receives the arguments after its name
     */
    Subcommands add(String name, Function<List<String>, CommandLine> creator) {
        creators.put(name, creator);
        return this;
    }

    /**
     * Adds to a command the subcommand that the arguments name; or all, if they name none exactly, or one that
     * describes the others.
     */
    CommandLine addTo(CommandLine command, List<String> arguments) {
        List<String> words = arguments.stream()
                .dropWhile(argument -> argument.startsWith("-"))
                .toList();
        Function<List<String>, CommandLine> named = words.isEmpty() ? null : creators.get(words.get(0));
        if (named == null || DESCRIBING.contains(words.get(0))) {
            creators.values().forEach(creator -> command.addSubcommand(creator.apply(List.of())));
        } else {
            command.addSubcommand(named.apply(words.subList(1, words.size())));
        }
        return command;
    }
}
