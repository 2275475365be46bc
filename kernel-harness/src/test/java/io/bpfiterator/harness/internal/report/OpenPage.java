// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Opens the page in a browser as its readers do: from a file, without a network. */
abstract class OpenPage {

    static final String ROWS = "#grid .test > .name";

    static final String DISAGREEING = "#grid .test.disagree";

    /** Returns the visible texts with less contrast than WCAG AA requires. */
    private static final String LOW_CONTRAST = """
            const luminance = (color) => {
                const [red, green, blue] = color.match(/[\\d.]+/g).map((part) => part / 255)
                    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
            };
            const opaque = (element) => {
                const color = getComputedStyle(element).backgroundColor;
                return color === 'rgba(0, 0, 0, 0)' ? opaque(element.parentElement) : color;
            };
            const contrast = (element) => {
                const colors = [getComputedStyle(element).color, opaque(element)];
                const [low, high] = colors.map(luminance).sort((a, b) => a - b);
                return (high + 0.05) / (low + 0.05);
            };
            const isText = (node) => node.nodeType === 3 && node.data.trim();
            return [...document.querySelectorAll('body *')]
                .filter((element) => element.checkVisibility() && !element.disabled)
                .filter((element) => [...element.childNodes].some(isText))
                .filter((element) => contrast(element) < 4.5)
                .map((element) => `${element.textContent.slice(0, 40)}: ${contrast(element).toFixed(2)}`);
            """;

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

    static List<?> lowContrast() {
        return (List<?>) browser.run(LOW_CONTRAST);
    }

    static String address(String type, String test, String environment) {
        return "class=io.bpfiterator.examples." + type + "&test=" + URLEncoder.encode(test, StandardCharsets.UTF_8)
                + "&environment=" + environment;
    }
}
