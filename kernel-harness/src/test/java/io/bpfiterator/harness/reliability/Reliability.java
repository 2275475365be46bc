// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.reliability;

import io.bpfiterator.internal.text.Count;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs each measurement in a JVM of its own, and prints a table of the figures, for {@code scripts/reliability}. */
public final class Reliability {

    private Reliability() {}

    /** @param names of measurements, separated by commas; all if empty */
    public static void main(String[] names) throws Exception {
        List<Measurement> chosen = chosen(String.join(",", names));
        System.out.println(Machine.description());
        Map<Measurement, List<String>> figures = new LinkedHashMap<>();
        int failed = 0;
        for (Measurement measurement : chosen) {
            System.out.println("measuring " + measurement.label() + ": " + measurement.meaning());
            List<String> lines = new ArrayList<>();
            if (!measure(measurement, lines)) {
                failed++;
                lines.add("FAILED; see the output above");
            }
            figures.put(measurement, lines);
        }
        System.out.println();
        System.out.println(Machine.description());
        figures.forEach((measurement, lines) -> {
            System.out.printf("%n%-8s %s%n", measurement.label(), measurement.meaning());
            lines.forEach(line -> System.out.println("         " + line));
        });
        System.exit(Math.min(failed, 1));
    }

    private static List<Measurement> chosen(String names) {
        if (names.isBlank()) {
            return List.of(Measurement.values());
        }
        List<Measurement> chosen = new ArrayList<>();
        for (String name : names.split("[,\\s]+")) {
            if (!Measurement.names().contains(name)) {
                System.err.println("There is nothing named " + name + " to measure. Choose from "
                        + String.join(", ", Measurement.names()) + ".");
                System.exit(2);
            }
            chosen.add(Measurement.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        return chosen;
    }

    /** Measures in another JVM, so that one measurement does not change the next. */
    private static boolean measure(Measurement measurement, List<String> figures)
            throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of("target", "reliability", measurement.label()));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        measurement.buildHeap(),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        MeasuredRun.class.getName(),
                        measurement.name(),
                        directory.toAbsolutePath().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(MeasuredRun.FIGURE)) {
                    figures.add(line.substring(MeasuredRun.FIGURE.length()));
                }
                System.out.println("  " + line);
            }
        }
        int status = process.waitFor();
        if (status > 1) {
            figures.add("the JVM ended with exit status " + status + " after " + Count.of(figures.size(), "figure"));
        }
        return status == 0;
    }
}
