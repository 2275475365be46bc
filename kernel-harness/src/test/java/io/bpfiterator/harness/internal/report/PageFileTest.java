// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bpfiterator.support.NeedsBrowser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page as a file: its size and network, its colours, and untrusted texts. */
@NeedsBrowser
class PageFileTest extends OpenPage {

    @Nested
    class Light_and_dark {

        @AfterEach
        void light() {
            browser.media("prefers-color-scheme", "light");
            browser.forget();
        }

        @Test
        void follow_the_system() {
            browser.media("prefers-color-scheme", "dark");
            browser.open(sample, "");
            assertThat(browser.texts("#theme")).containsExactly("Theme: system");
            assertThat(background()).isEqualTo("rgb(21, 24, 28)");

            browser.media("prefers-color-scheme", "light");
            assertThat(background()).isEqualTo("rgb(255, 255, 255)");
        }

        @Test
        void are_switched_and_stored() {
            browser.media("prefers-color-scheme", "light");
            browser.open(sample, "");
            browser.element("#theme").click();
            browser.element("#theme").click();
            assertThat(background()).isEqualTo("rgb(21, 24, 28)");

            // The renderer of a page stores in the background, and that of the next page may be another one.
            await().untilAsserted(() -> {
                browser.open(sample, "");
                assertThat(browser.texts("#theme")).containsExactly("Theme: dark");
            });
            assertThat(background()).isEqualTo("rgb(21, 24, 28)");
        }

        @Test
        void have_enough_contrast() {
            for (String scheme : List.of("light", "dark")) {
                browser.media("prefers-color-scheme", scheme);
                browser.open(
                        sample,
                        address("TaskIteratorTest", "listsThisProcess(IteratorReader)", "vm:5.10") + "&with=vm:6.12");

                assertThat(lowContrast()).as(scheme).isEmpty();
            }
        }

        private String background() {
            return browser.of("html", "getComputedStyle(element).backgroundColor");
        }
    }

    @Nested
    class Untrusted_texts {

        @Test
        void are_shown_as_text() {
            browser.open(hostile, "");
            browser.element("#grid .test .failed").click();
            browser.await("!document.querySelector('#panel').hidden");
            browser.element("#panel [aria-label=Environment] .fold").click();

            assertThat(browser.run("return window.attacked")).isNull();
            assertThat(browser.run(
                            "return document.querySelectorAll('img, script:not(#report, [type=module])').length"))
                    .isEqualTo(0L);
            assertThat(browser.texts("#panel h2")).containsExactly(SampleReports.ATTACK);
            assertThat(browser.texts("#panel [aria-label=Failure] pre")).containsExactly(SampleReports.ATTACK);
        }

        @Test
        void are_shown_as_text_side_by_side() {
            browser.open(hostile, "");
            browser.element("#grid .test .failed").click();
            browser.await("!document.querySelector('#panel').hidden");
            browser.element("#other option:last-child").click();
            browser.await("document.querySelector('#panel').classList.contains('comparing')");

            assertThat(browser.run("return window.attacked")).isNull();
            assertThat(browser.texts("#panel tr.changed td.line"))
                    .contains(SampleReports.ATTACK, SampleReports.ATTACK + "!");
        }

        @Test
        void show_invisible_characters_as_symbols() {
            browser.open(hostile, "");
            browser.element("#grid .test .failed").click();
            browser.await("!document.querySelector('#panel').hidden");

            assertThat(browser.of("#panel [aria-label=unseen] pre", "element.textContent"))
                    .isEqualTo("␀␇␛[31mred␛[0m ⟨U+202E⟩reversed⟨U+202C⟩ ⟨U+D800⟩ ⟨U+DFFF⟩ \uD83D\uDC1D café␍\n");
            assertThat(browser.of("#panel [aria-label='⟨U+D800⟩'] pre", "element.textContent"))
                    .isEqualTo("{{script}} ${report} $1 \\1");
            assertThat(browser.texts(ROWS)).contains("half ⟨U+D800⟩ a character");
        }

        @Test
        void are_shown_in_part_if_they_are_very_long() {
            browser.open(hostile, "");
            browser.element("#grid .test .failed").click();
            browser.await("!document.querySelector('#panel').hidden");
            assertThat(browser.of("#panel [aria-label=long] pre", "element.textContent.length"))
                    .isEqualTo("200000");

            browser.element("#panel [aria-label=long] .rest").click();

            assertThat(browser.of("#panel [aria-label=long] pre", "element.textContent.length"))
                    .isEqualTo("300000");
        }

        @Test
        void have_addresses_even_with_lone_surrogates() {
            browser.open(hostile, "");
            browser.element("#grid [role=rowgroup]:last-child .test .passed").click();
            browser.await("!document.querySelector('#panel').hidden");

            assertThat(browser.texts("#panel h2")).containsExactly("half ⟨U+D800⟩ a character");
        }
    }

    @Nested
    class The_file {

        @Test
        void sends_no_requests() {
            browser.open(sample, "");
            browser.requests();
            browser.open(sample, address("TaskIteratorTest", "listsThisProcess(IteratorReader)", "vm:5.10"));

            assertThat(browser.requests())
                    .isNotEmpty()
                    .allMatch(request -> request.contains("file:///") || request.contains("about:blank"));
            assertThat(browser.run("return performance.getEntriesByType('resource').length"))
                    .isEqualTo(0L);
        }

        @Test
        void may_neither_send_requests_nor_run_other_scripts() {
            browser.open(sample, "");

            browser.run("const script = document.createElement('script'); script.append('window.attacked = true');"
                    + " document.body.append(script)");
            assertThat(browser.run("return window.attacked")).isNull();
            assertThat(browser.run("return fetch('file:///etc/hostname').then(() => 'fetched', () => 'refused')"))
                    .isEqualTo("refused");
            assertThat(browser.consoleMessages())
                    .isNotEmpty()
                    .allMatch(message -> message.contains("Security Policy") || message.contains("TrustedScript"));
        }

        @Test
        void says_that_it_cannot_show_a_newer_report() throws IOException {
            browser.load(page("newer", "{\"format\": \"bpf-iterator report\", \"version\": 2}"), "");
            browser.await("document.querySelector('#shown').textContent.includes('version')");

            assertThat(browser.texts("#shown"))
                    .containsExactly("Cannot show the report: its version is 2, and this page supports version 1");
            assertThat(browser.consoleMessages()).singleElement().asString().contains("its version is 2");
        }

        @Test
        void shows_an_empty_report() throws IOException {
            browser.open(page("empty", "{\"format\": \"bpf-iterator report\", \"version\": 1}"), "");

            assertThat(browser.texts("#shown")).containsExactly("0 of 0 tests");
        }

        @Test
        void prints_the_grid_or_the_open_panel() {
            browser.open(sample, "");
            browser.media("media", "print");
            assertThat(browser.texts(ROWS)).hasSize(14);
            assertThat(browser.texts("#tools")).isEmpty();

            browser.open(sample, address("TaskIteratorTest", "listsThisProcess(IteratorReader)", "vm:5.10"));
            assertThat(browser.texts(ROWS)).isEmpty();
            assertThat(browser.texts("#panel [aria-label=tasks] pre")).hasSize(1);
            browser.media("media", "");
        }

        @Test
        void works_in_the_sandbox_of_an_artifact_viewer() throws IOException {
            Path viewer = Files.writeString(
                    directory.resolve("viewer.html"),
                    "<iframe sandbox='allow-scripts' src='sample.html' width='1300' height='700'></iframe>");
            browser.load(viewer, "");
            browser.enter("iframe");
            browser.await("performance.getEntriesByName('shown').length > 0");

            browser.element("#theme").click();
            browser.element(DISAGREEING + " .failed").click();

            assertThat(browser.texts("#panel h2")).containsExactly("namesTheModuleOfASymbol(IteratorReader)");
            browser.press(Keys.ESCAPE);
            assertThat(browser.texts("#panel h2")).isEmpty();
        }

        @Test
        void fits_a_narrow_window() {
            browser.resize(400, 700);
            browser.open(sample, "");
            assertThat(browser.run("return document.documentElement.scrollWidth"))
                    .isEqualTo(400L);

            browser.element(DISAGREEING + " > .name").click();
            browser.await("!document.querySelector('#panel').hidden");
            assertThat(browser.of("#panel", "element.getBoundingClientRect().width"))
                    .isEqualTo("400");
            assertThat(browser.of("#panel", "element.scrollWidth <= element.clientWidth"))
                    .isEqualTo("true");
            browser.originalSize();
        }
    }
}
