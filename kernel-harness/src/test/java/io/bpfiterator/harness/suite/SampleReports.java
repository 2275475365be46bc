// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the reports of modules' builds below a root directory. */
record SampleReports(Path root) {

    static String passed(String type, String name) {
        return "<testcase classname=\"" + type + "\" name=\"" + name + "\"/>";
    }

    static String failed(String type, String name) {
        return "<testcase classname=\"" + type + "\" name=\"" + name
                + "\"><failure message=\"no\">no</failure></testcase>";
    }

    static String skipped(String type, String name, String reason) {
        return "<testcase classname=\"" + type + "\" name=\"" + name + "\"><skipped message=\"" + reason
                + "\"/></testcase>";
    }

    SampleReports report(String module, String... cases) throws IOException {
        return write(module + "/target/surefire-reports/TEST-sample.xml", suite(cases));
    }

    SampleReports carried(String module, String... cases) throws IOException {
        return write(SuiteReports.CARRIED + "/" + module + "/TEST-sample.xml", suite(cases));
    }

    SampleReports leftOut(String module, String... lines) throws IOException {
        return write(module + "/target/left-out/1.txt", String.join("\n", lines));
    }

    SampleReports compiled(String module, String... types) throws IOException {
        for (String type : types) {
            write(module + "/target/test-classes/" + type.replace('.', '/') + ".class", "");
        }
        return this;
    }

    List<TestResult> results() {
        return new SuiteReports(root).results();
    }

    private static String suite(String... cases) {
        return "<testsuite name=\"sample\">" + String.join("", cases) + "</testsuite>";
    }

    private SampleReports write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        return this;
    }
}
