// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
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
     * Adds to a command the subcommand that the arguments name; or all, if they name none, or one that describes the
     * others. An abbreviation names the first that begins with it, as in bpftool.
     */
    CommandLine addTo(CommandLine command, List<String> arguments) {
        List<String> words = arguments.stream()
                .dropWhile(argument -> argument.startsWith("-"))
                .toList();
        Optional<String> named = words.stream().limit(1).flatMap(this::named).findFirst();
        if (named.isEmpty() || DESCRIBING.contains(named.get())) {
            creators.values().forEach(creator -> command.addSubcommand(creator.apply(List.of())));
        } else {
            command.addSubcommand(
                    Objects.requireNonNull(creators.get(named.get())).apply(words.subList(1, words.size())));
        }
        return command;
    }

    private Stream<String> named(String word) {
        return creators.containsKey(word)
                ? Stream.of(word)
                : creators.keySet().stream().filter(name -> !word.isEmpty() && name.startsWith(word));
    }
}
