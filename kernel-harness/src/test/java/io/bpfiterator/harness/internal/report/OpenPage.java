// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Opens the page in a browser as its readers do: from a file, without a network. */
abstract class OpenPage {

    static final String ROWS = "#grid .test > .name";

    static final String DISAGREEING = "#grid .test.disagree";

    @TempDir
    static Path directory;

    static Path sample;

    static Path hostile;

    static Chromium browser;

    @BeforeAll
    static void start() throws IOException {
        sample = page("sample", SampleReports.realistic());
        hostile = page("hostile", SampleReports.hostile());
        browser = new Chromium(directory.resolve("profile"));
    }

    static Path page(String name, String json) throws IOException {
        return Files.writeString(directory.resolve(name + ".html"), HtmlPage.of(json));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void the_console_has_no_messages() {
        assertThat(browser.consoleMessages()).isEmpty();
    }

    static double shownAfterMilliseconds() {
        return ((Number) browser.run("return performance.getEntriesByName('shown')[0].startTime")).doubleValue();
    }

    static String address(String type, String test, String environment) {
        return "class=io.bpfiterator.examples." + type + "&test=" + URLEncoder.encode(test, StandardCharsets.UTF_8)
                + "&environment=" + environment;
    }
}
