// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.killed;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Kills JVMs in all scenarios, and prints a table of what they left. */
final class KilledTable {

    private static final String HEADER = """
            | Scenario | Kills | Left at once | Gone within | Left until the next run | Left after it |
            | --- | --- | --- | --- | --- | --- |""";

    private KilledTable() {}

    /** Returns the line of a scenario. */
    static String line(Scenario scenario, List<Round> rounds) {
        Duration slowest =
                rounds.stream().map(Round::gone).max(Comparator.naturalOrder()).orElseThrow();
        return "| %s | %d | %s | %d ms | %s | %s |"
                .formatted(
                        scenario.title(),
                        rounds.size(),
                        kinds(rounds, Round::atOnce),
                        slowest.toMillis(),
                        kinds(rounds, Round::left),
                        kinds(rounds, Round::afterNextRun));
    }

    /** Returns in how many rounds there was something of each kind. */
    private static String kinds(List<Round> rounds, Function<Round, Set<Remnant>> left) {
        Map<String, Long> counts = rounds.stream()
                .flatMap(round -> left.apply(round).stream().map(Remnant::kind).distinct())
                .collect(Collectors.groupingBy(kind -> kind.name().toLowerCase(), TreeMap::new, Collectors.counting()));
        return counts.isEmpty()
                ? "nothing"
                : counts.entrySet().stream()
                        .map(count -> count.getKey() + " " + count.getValue())
                        .collect(Collectors.joining(", "));
    }

    /**
     * Kills as many JVMs as the variable {@code KILLED_COUNT} of the environment says, at moments of the seed in
     * {@code KILLED_SEED}, in the scenarios in {@code KILLED_SCENARIOS} or all.
     */
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(System.getenv().getOrDefault("KILLED_COUNT", "200"));
        long seed = Long.parseLong(System.getenv().getOrDefault("KILLED_SEED", "1"));
        String named = System.getenv().getOrDefault("KILLED_SCENARIOS", "");
        System.out.println("Killing " + count + " JVMs at moments of seed " + seed);
        StringBuilder table = new StringBuilder(HEADER);
        boolean clean = true;
        for (Scenario scenario : Scenario.values()) {
            if (!named.isEmpty() && !List.of(named.split(",")).contains(scenario.name())) {
                continue;
            }
            try (KilledRuns runs = new KilledRuns(scenario, seed, System.out::println)) {
                List<Round> rounds = runs.rounds(scenario.rounds(count));
                table.append('\n').append(line(scenario, rounds));
                clean &= rounds.stream().allMatch(Round::isClean);
            }
        }
        System.out.println(table);
        System.exit(clean ? 0 : 1);
    }
}
