package io.bpfiterator.harness.cli;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.object.MapReference;
import java.util.List;
import java.util.Optional;

/** Reads {@code map MAP} as bpftool does: each keyword may be cut short, and an id may be hexadecimal or octal. */
final class MapWords {

    private static final String MAP = "map";

    /** In the order in which bpftool tries them. */
    private static final List<String> KINDS = List.of("id", "name", "pinned");

    private static final String FORMS = "write: map id N, map pinned FILE or map name NAME";

    private MapWords() {}

    /**
     * Parses what follows the path.
     *
     * @return the map, or nothing if no words follow
     * @throws CommandFailure if they say no map, or more than that
     */
    static Optional<MapReference> parse(List<String> words) {
        if (words.isEmpty()) {
            return Optional.empty();
        }
        String given = "\"" + String.join(" ", words) + "\"";
        if (!isBeginning(words.get(0), MAP)) {
            throw failure(given + " after the path is no map; leave it out, or " + FORMS);
        }
        if (words.size() != 3) {
            throw failure(given + " has " + (words.size() < 3 ? "too few" : "too many") + " words; " + FORMS);
        }
        String kind = KINDS.stream()
                .filter(word -> isBeginning(words.get(1), word))
                .findFirst()
                .orElseThrow(() -> failure(given + " names no map; " + FORMS));
        String value = kind.equals("id") ? decimal(words.get(2)) : words.get(2);
        try {
            return Optional.of(MapReference.parse(kind + " " + value));
        } catch (DiagnosedException e) {
            throw new CommandFailure(e, ExitStatus.FAILURE);
        }
    }

    private static boolean isBeginning(String word, String keyword) {
        return !word.isEmpty() && keyword.startsWith(word);
    }

    /** Leaves what is no number for {@link MapReference} to refuse. */
    private static String decimal(String number) {
        try {
            return Long.decode(number).toString();
        } catch (NumberFormatException e) {
            return number;
        }
    }

    private static CommandFailure failure(String sentence) {
        return new CommandFailure(sentence, ExitStatus.FAILURE);
    }
}
