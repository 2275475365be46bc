// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.suite;

import io.bpfiterator.harness.suite.TestResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Summarizes the results of all modules' tests: how many passed on which kernel, why others were skipped, and which
 * passed nowhere.
 *
 * <p>A test that passed nowhere is a failure of the suite. Exceptions are tests of a tier that was left out because the
 * machine lacks a tool, and tests that are disabled on this JDK, processor or for this user.
 */
final class SuiteTable {

    /** Prefixes of reasons that do not depend on the kernel but on the JDK, the processor or the user. */
    private static final List<String> NOT_OF_THE_KERNEL = List.of("Disabled on ", "Disabled for ");

    private final String runningKernel;
    private final Map<String, String> tiers;
    private final Map<String, Map<String, List<TestResult>>> modules = new LinkedHashMap<>();

    /**
     * @param runningKernel the release of the running kernel
     * @param tiers why tiers were left out, by their names
     */
    SuiteTable(String runningKernel, Map<String, String> tiers, List<TestResult> results) {
        this.runningKernel = runningKernel;
        this.tiers = tiers;
        for (TestResult result : results) {
            modules.computeIfAbsent(result.module(), module -> new LinkedHashMap<>())
                    .computeIfAbsent(result.test(), test -> new ArrayList<>())
                    .add(result);
        }
        modules.values().forEach(SuiteTable::moveDown);
    }

    /** Moves the results of a class or method as a whole to its tests, if these have results of their own. */
    private static void moveDown(Map<String, List<TestResult>> tests) {
        for (List<TestResult> whole : List.copyOf(tests.values())) {
            List<String> below =
                    tests.keySet().stream().filter(whole.get(0)::isAbove).toList();
            if (!below.isEmpty()) {
                tests.remove(whole.get(0).test());
                below.forEach(test -> tests.get(test).addAll(whole));
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, String> tiers = Stream.of(arguments)
                .skip(1)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        String kernel = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        SuiteTable table = new SuiteTable(kernel, tiers, new SuiteReports(Path.of(arguments[0])).results());
        System.out.print(table);
        System.exit(table.isGood() ? 0 : 1);
    }

    boolean isGood() {
        return !modules.isEmpty()
                && modules.values().stream()
                        .flatMap(tests -> tests.values().stream())
                        .noneMatch(test -> isFailed(test) || isNowhere(test));
    }

    private static boolean isFailed(List<TestResult> test) {
        return test.stream().anyMatch(result -> result.outcome() == Outcome.FAILED);
    }

    private boolean isNowhere(List<TestResult> test) {
        return test.stream().noneMatch(result -> result.isPassed() || result.outcome() == Outcome.FAILED)
                && test.stream().noneMatch(this::isNotOfTheKernel);
    }

    private boolean isNotOfTheKernel(TestResult result) {
        return result.outcome() == Outcome.LEFT_OUT
                ? tiers.containsKey(result.reason())
                : NOT_OF_THE_KERNEL.stream().anyMatch(result.reason()::startsWith);
    }

    @Override
    public String toString() {
        return Stream.of(
                        counts(),
                        reasons(),
                        list("Failed", result -> result.outcome() == Outcome.FAILED, SuiteTable::isFailed),
                        list("Passed on no kernel", result -> true, this::isNowhere))
                .filter(section -> !section.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private String counts() {
        List<String> environments = modules.values().stream()
                .flatMap(tests -> tests.values().stream())
                .flatMap(List::stream)
                .filter(TestResult::isPassed)
                .map(TestResult::environment)
                .distinct()
                .sorted((a, b) -> Boolean.compare(b.equals(TestResult.HERE), a.equals(TestResult.HERE)))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("Module", "Tests"));
        environments.forEach(environment -> head.add("passed on " + kernel(environment)));
        head.addAll(List.of("failed", "nowhere"));
        rows.add(head);
        modules.forEach((module, tests) -> {
            List<String> row = new ArrayList<>(List.of(module, String.valueOf(tests.size())));
            environments.forEach(environment -> row.add(count(tests, test -> test.stream()
                    .anyMatch(
                            result -> result.isPassed() && result.environment().equals(environment)))));
            row.add(count(tests, SuiteTable::isFailed));
            row.add(count(tests, this::isNowhere));
            rows.add(row);
        });
        return aligned(rows, 1);
    }

    private String kernel(String environment) {
        return environment.equals(TestResult.HERE) ? runningKernel : environment;
    }

    private static String count(Map<String, List<TestResult>> tests, Predicate<List<TestResult>> condition) {
        return String.valueOf(tests.values().stream().filter(condition).count());
    }

    private String reasons() {
        List<List<String>> rows = new ArrayList<>();
        modules.forEach((module, tests) -> {
            Map<String, Long> reasons = tests.values().stream()
                    .flatMap(test -> test.stream()
                            .filter(result -> !result.reason().isEmpty())
                            .map(result -> reason(result))
                            .distinct())
                    .collect(Collectors.groupingBy(reason -> reason, LinkedHashMap::new, Collectors.counting()));
            reasons.forEach((reason, count) -> rows.add(List.of("  " + module, count.toString(), reason)));
        });
        return rows.isEmpty() ? "" : "Skipped or left out:\n" + aligned(rows, 1);
    }

    private String reason(TestResult result) {
        if (result.outcome() == Outcome.LEFT_OUT) {
            return "on " + runningKernel + ": tests tagged " + result.reason()
                    + (tiers.containsKey(result.reason()) ? ": " + tiers.get(result.reason()) : "");
        }
        return "on " + kernel(result.environment()) + ": " + result.reason();
    }

    private String list(String title, Predicate<TestResult> shown, Predicate<List<TestResult>> condition) {
        String lines = modules.entrySet().stream()
                .flatMap(module -> module.getValue().entrySet().stream()
                        .filter(test -> condition.test(test.getValue()))
                        .map(test -> "  " + module.getKey() + ": " + test.getKey() + " on "
                                + test.getValue().stream()
                                        .filter(shown)
                                        .map(result -> kernel(result.environment()))
                                        .distinct()
                                        .collect(Collectors.joining(", "))
                                + "\n"))
                .collect(Collectors.joining());
        return lines.isEmpty() ? "" : title + ":\n" + lines;
    }

    /** Aligns columns: text to the left, and numbers, from the column {@code firstNumber} on, to the right. */
    private static String aligned(List<List<String>> rows, int firstNumber) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream()
                        .mapToInt(other -> other.get(at).length())
                        .max()
                        .orElse(0);
                String cell = row.get(column);
                boolean number = rows.get(rows.size() - 1).get(column).chars().allMatch(Character::isDigit);
                line.append(column == 0 ? "" : "  ")
                        .append(column >= firstNumber && number ? " ".repeat(width - cell.length()) + cell : cell)
                        .append(number && column >= firstNumber ? "" : " ".repeat(width - cell.length()));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
