// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.map.MapReference;
import java.util.List;
import java.util.Optional;

/** Parses {@code map MAP} as bpftool does: keywords can be abbreviated, and an id can be hexadecimal or octal. */
final class MapArguments {

    private static final String MAP = "map";

    /** The keywords in the order in which bpftool tries them for an abbreviation. */
    private static final List<String> KINDS = List.of("id", "name", "pinned");

    /** The forms of a map, for remedies. */
    static final String FORMS = "map id N, map pinned FILE or map name NAME";

    private MapArguments() {}

    /**
     * Parses the arguments after the path.
     *
     * @return the map, or empty if there are no arguments
     * @throws CommandFailure if the arguments are not exactly one map
     */
    static Optional<MapReference> parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            return Optional.empty();
        }
        String given = "\"" + String.join(" ", arguments) + "\"";
        if (!isAbbreviation(arguments.get(0), MAP)) {
            throw failure("Unexpected argument after the path: " + given, "Leave it out, or use " + FORMS);
        }
        if (arguments.size() != 3) {
            throw failure(
                    "Too " + (arguments.size() < 3 ? "few" : "many") + " arguments after the path: " + given,
                    "Use " + FORMS);
        }
        String kind = KINDS.stream()
                .filter(keyword -> isAbbreviation(arguments.get(1), keyword))
                .findFirst()
                .orElseThrow(() -> failure("Unknown kind of map reference: " + given, "Use " + FORMS));
        String value = kind.equals("id") ? decimal(arguments.get(2)) : arguments.get(2);
        try {
            return Optional.of(MapReference.parse(kind + " " + value));
        } catch (DiagnosedException e) {
            throw new CommandFailure(e, ExitStatus.FAILURE);
        }
    }

    private static boolean isAbbreviation(String argument, String keyword) {
        return !argument.isEmpty() && keyword.startsWith(argument);
    }

    /** Returns text that is not a number as it is; {@link MapReference} refuses it. */
    private static String decimal(String number) {
        try {
            return Long.decode(number).toString();
        } catch (NumberFormatException e) {
            return number;
        }
    }

    private static CommandFailure failure(String what, String remedy) {
        return new CommandFailure(Failure.invalid(what).remedy(remedy).message(), ExitStatus.FAILURE);
    }
}
