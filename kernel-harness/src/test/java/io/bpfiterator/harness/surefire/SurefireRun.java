// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.surefire;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What Surefire made of a run.
 *
 * @param succeeded whether Maven said BUILD SUCCESS
 * @param log what Maven printed
 * @param outcomes the outcome of each test case in the reports, by {@code Class.name}: {@code passed}, or the names of
 *     its elements
 */
record SurefireRun(boolean succeeded, String log, Map<String, String> outcomes) {

    private static final Path MODULE = Path.of("").toAbsolutePath();

    /** Runs {@code mvn surefire:test} on this module's test classes, in a process of its own. */
    static SurefireRun of(Path directory, String tests, String... properties) throws Exception {
        return of(directory, Map.of(), tests, properties);
    }

    /** Does so with more environment variables. */
    static SurefireRun of(Path directory, Map<String, String> variables, String tests, String... properties)
            throws Exception {
        Path classes = MODULE.resolve("target/test-classes");
        List<String> command = new ArrayList<>(List.of("mvn", "--offline", "--batch-mode", "-f"));
        command.add(MODULE.resolve("src/test/surefire/pom.xml").toString());
        command.addAll(List.of(
                "surefire:test",
                "-Dtest=" + tests,
                "-Dtest.directory=" + directory,
                "-Dtest.classes=" + classes,
                "-Djunit.platform.reporting.output.dir=" + directory,
                "-Dtest.classpath=" + System.getProperty("java.class.path").replace(File.pathSeparatorChar, ','),
                "-Djunit.version=" + System.getProperty("junit.version"),
                "-Dsurefire.version=" + System.getProperty("surefire.version")));
        command.addAll(List.of(properties));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        // Up to JDK 17, the locale decides what System.out can print.
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(variables);
        Process maven = builder.start();
        String log = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new SurefireRun(maven.waitFor() == 0, log, outcomes(directory.resolve("surefire-reports")));
    }

    private static Map<String, String> outcomes(Path reports) throws Exception {
        Map<String, String> outcomes = new TreeMap<>();
        try (Stream<Path> files = Files.list(reports)) {
            for (Path report :
                    files.filter(file -> file.toString().endsWith(".xml")).toList()) {
                read(report, outcomes);
            }
        }
        return outcomes;
    }

    private static void read(Path report, Map<String, String> outcomes)
            throws IOException, ParserConfigurationException, SAXException {
        NodeList cases = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            String type = test.getAttribute("classname");
            outcomes.put(type.substring(type.lastIndexOf('.') + 1) + "." + test.getAttribute("name"), outcome(test));
        }
    }

    private static String outcome(Element test) {
        List<String> marks = new ArrayList<>();
        for (String mark : List.of("failure", "error", "skipped", "rerunFailure", "flakyFailure")) {
            if (test.getElementsByTagName(mark).getLength() > 0) {
                marks.add(mark);
            }
        }
        return marks.isEmpty() ? "passed" : String.join(", ", marks);
    }
}
