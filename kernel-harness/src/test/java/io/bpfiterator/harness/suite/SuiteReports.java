// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.suite;

import io.bpfiterator.harness.suite.TestResult.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads the results of the modules' builds: Surefire's reports, and the lists of the tests that were left out. */
final class SuiteReports {

    /** In the order of the build. */
    static final List<String> MODULES = List.of("extension", "kernel-harness", "examples");

    /** The reports, below the root directory, of other modules' tests that the harness ran on another kernel. */
    static final Path CARRIED = Path.of("kernel-harness", "target", "carried");

    private final Path root;

    SuiteReports(Path root) {
        this.root = root;
    }

    /** Returns the results of all tests, and one for each test class that neither ran nor was left out. */
    List<TestResult> results() {
        return MODULES.stream()
                .flatMap(module -> {
                    List<TestResult> known = results(module).toList();
                    return Stream.concat(known.stream(), unknown(module, known));
                })
                .toList();
    }

    private Stream<TestResult> unknown(String module, List<TestResult> known) {
        Set<String> classes =
                known.stream().map(result -> result.test().split("[#$]", 2)[0]).collect(Collectors.toSet());
        return testClasses(root.resolve(module).resolve("target").resolve("test-classes"))
                .filter(type -> !classes.contains(type))
                .map(type -> TestResult.named(module, type, "", Outcome.SKIPPED, "no report names this class"));
    }

    private static Stream<String> testClasses(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files
                    .map(file -> directory.relativize(file).toString())
                    .filter(name -> name.endsWith("Test.class") && !name.contains("$"))
                    .map(name -> name.replace(".class", "").replace('/', '.'))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<TestResult> results(String module) {
        Path target = root.resolve(module).resolve("target");
        Stream<TestResult> reported = Stream.of(
                        target.resolve("surefire-reports"),
                        target.resolve("machine-reports"),
                        target.resolve("results-check"),
                        root.resolve(CARRIED).resolve(module))
                .flatMap(directory -> files(directory, "TEST-*.xml"))
                .flatMap(report -> reported(module, report));
        Stream<TestResult> leftOut = files(target.resolve("left-out"), "*.txt").flatMap(list -> leftOut(module, list));
        return Stream.concat(reported, leftOut);
    }

    private static Stream<Path> files(Path directory, String glob) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (var found = Files.newDirectoryStream(directory, glob)) {
            return Stream.of(Stream.iterate(found.iterator(), i -> i.hasNext(), i -> i)
                    .map(i -> i.next())
                    .sorted()
                    .toArray(Path[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<TestResult> leftOut(String module, Path list) {
        return lines(list).map(line -> line.split(" ", 2)).map(parts -> {
            String[] test = parts[1].split("#", 2);
            return TestResult.named(module, test[0], test.length == 1 ? "" : test[1], Outcome.LEFT_OUT, parts[0]);
        });
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<TestResult> reported(String module, Path report) {
        try {
            NodeList cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("testcase");
            return IntStream.range(0, cases.getLength())
                    .mapToObj(cases::item)
                    .map(test -> result(module, (Element) test));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + report, e);
        } catch (SAXException | ParserConfigurationException e) {
            throw new IllegalStateException("Cannot parse " + report + " as a report of Surefire", e);
        }
    }

    private static TestResult result(String module, Element test) {
        NodeList skipped = test.getElementsByTagName("skipped");
        Outcome outcome = Outcome.PASSED;
        if (has(test, "failure") || has(test, "error")) {
            outcome = Outcome.FAILED;
        } else if (skipped.getLength() > 0) {
            outcome = Outcome.SKIPPED;
        }
        String reason = outcome == Outcome.SKIPPED ? ((Element) skipped.item(0)).getAttribute("message") : "";
        return TestResult.named(module, test.getAttribute("classname"), test.getAttribute("name"), outcome, reason);
    }

    private static boolean has(Element test, String mark) {
        return test.getElementsByTagName(mark).getLength() > 0;
    }
}
