// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.auto.AutoEnvironment;
import io.bpfiterator.internal.kernel.KernelRelease;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Compares Surefire's reports on the examples with the expected results, for each environment of the run. */
class ResultsIT {

    private static final String PACKAGE = "io.bpfiterator.examples.";
    private static final Path REPORTS = Path.of("target", "surefire-reports");
    private static final Path EXPECTED = Path.of("src", "test", "expected", "results.txt");

    /** A test, and the first kernel on which it is not skipped. */
    private record Expected(String test, KernelRelease since) {

        static Expected parse(String line) {
            String[] parts = line.split("  since ", 2);
            return new Expected(parts[0], KernelRelease.version(parts.length == 1 ? "0.0" : parts[1]));
        }

        String outcomeOn(KernelRelease kernel) {
            return kernel.isAtLeast(since) ? "passed" : "skipped";
        }
    }

    /** Returns whether the build has excluded the examples, as it does by default. */
    static boolean examplesAreExcluded() {
        return environments().equals(List.of(""))
                && System.getProperty("tests.left.out", "").contains(NeedsKernel.TIER);
    }

    @Test
    @DisabledIf(value = "examplesAreExcluded", disabledReason = "The build excluded the examples")
    void each_environment_has_the_expected_results_of_its_kernel() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        for (String environment : environments()) {
            for (Expected row : expectedRows()) {
                expected.put(row.test() + environment, row.outcomeOn(kernelOf(environment)));
            }
        }

        assertThat(reported()).containsExactlyInAnyOrderEntriesOf(expected);
    }

    /** Returns the suffixes of test names for the environments; only an empty one without environments. */
    private static List<String> environments() {
        List<String> names = Stream.of(
                        System.getProperty("bpfiterator.environments", "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty() && !name.equals("none"))
                .map(name -> name.equals(AutoEnvironment.NAME) ? auto() : name)
                .distinct()
                .map(name -> "[" + name + "]")
                .toList();
        return names.isEmpty() ? List.of("") : names;
    }

    private static String auto() {
        return AutoEnvironment.decide(Settings.SYSTEM_PROPERTIES).environment();
    }

    private static KernelRelease kernelOf(String environment) {
        if (environment.equals("[vm:newest]")) {
            return KernelRelease.version("99.0");
        }
        return environment.startsWith("[vm:")
                ? KernelRelease.version(environment
                        .substring("[vm:".length(), environment.length() - 1)
                        .replace("x", "99"))
                : KernelRelease.running();
    }

    private static List<Expected> expectedRows() throws Exception {
        return Files.readAllLines(EXPECTED).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Expected::parse)
                .toList();
    }

    private static Map<String, String> reported() throws Exception {
        Map<String, String> outcomes = new TreeMap<>();
        for (Path report : reports()) {
            NodeList cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                String type = test.getAttribute("classname").substring(PACKAGE.length());
                outcomes.put(type + "." + test.getAttribute("name"), outcome(test));
            }
        }
        return outcomes;
    }

    private static List<Path> reports() throws Exception {
        try (Stream<Path> files = Files.list(REPORTS)) {
            return files.filter(file -> file.getFileName().toString().startsWith("TEST-" + PACKAGE))
                    .collect(Collectors.toList());
        }
    }

    private static String outcome(Element test) {
        return Stream.of("failure", "error", "skipped")
                .filter(mark -> test.getElementsByTagName(mark).getLength() > 0)
                .findFirst()
                .orElse("passed");
    }
}
