// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.NeedsBrowser;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;

/** The grid of tests and environments, its filters, and its size. */
@NeedsBrowser
class PageGridTest extends OpenPage {

    @Nested
    class The_grid {

        @BeforeEach
        void open() {
            browser.open(sample, "");
        }

        @Test
        void has_a_row_for_each_test_under_its_class() {
            assertThat(browser.texts(ROWS)).hasSize(14).first().isEqualTo("listsThisProcess(IteratorReader)");
            assertThat(browser.texts("#grid .class > .name b"))
                    .hasSize(8)
                    .startsWith("TaskIteratorTest", "CgroupIteratorTest");
        }

        @Test
        void has_a_column_for_each_environment_with_its_kernel_architecture_acceleration_and_totals() {
            assertThat(browser.texts("#grid .environment"))
                    .hasSize(7)
                    .contains("vm:5.10 5.10.0-46-amd64 amd64 · TCG ✗ 1 failed – 3 skipped ✓ 10 passed");
            assertThat(browser.of("#grid .environment:nth-child(4)", "element.title"))
                    .contains("TCG (no /dev/kvm)");
        }

        @Test
        void shows_the_status_of_a_test_as_symbol_and_text_with_its_time() {
            assertThat(browser.texts(DISAGREEING + " [role=gridcell]"))
                    .containsExactly("✓ 11 ms", "✓ 11 ms", "✓ 132 ms", "✗ failed 420 ms", "✓ 132 ms", "✓ 110 ms", "·");
            assertThat(browser.of(DISAGREEING + " .failed", "element.ariaLabel"))
                    .isEqualTo("failed, 420 ms");
            assertThat(browser.of(DISAGREEING + " .passed", "element.ariaLabel"))
                    .isEqualTo("passed, 11 ms");
            assertThat(browser.of("#grid .skipped[role=gridcell]", "element.ariaLabel"))
                    .isEqualTo("skipped");
        }

        @Test
        void shows_the_totals_of_all_environments() {
            assertThat(browser.texts("#totals li"))
                    .containsExactly(
                            "14 tests",
                            "7 environments",
                            "✓ 74 passed",
                            "✗ 7 failed",
                            "– 3 skipped",
                            "≠ 1 disagreeing",
                            "1 environment failed");
        }

        @Test
        void distinguishes_rows_where_kernels_disagree_from_those_where_one_skips() {
            assertThat(browser.texts(DISAGREEING + " > .name"))
                    .containsExactly("namesTheModuleOfASymbol(IteratorReader) ≠");
            assertThat(browser.of(DISAGREEING + " .agreement", "element.ariaLabel"))
                    .isEqualTo("environments disagree");
            assertThat(browser.texts("#grid .test.partly > .name")).hasSize(3).allMatch(text -> text.endsWith("≈"));
            assertThat(browser.of(DISAGREEING + " > .name", "getComputedStyle(element).backgroundColor"))
                    .isNotEqualTo(browser.of("#grid .partly > .name", "getComputedStyle(element).backgroundColor"));
        }

        @Test
        void shows_why_an_environment_did_not_start() {
            assertThat(browser.texts("#failed-environments li"))
                    .singleElement()
                    .asString()
                    .contains("bpf-next did not start: The kernel panicked while it booted");
            assertThat(browser.texts("#grid .broken"))
                    .singleElement()
                    .asString()
                    .endsWith("did not start");

            browser.element("#failed-environments button").click();

            browser.await("!document.querySelector('#panel').hidden");
            assertThat(browser.texts("#panel pre")).last().asString().contains("Kernel panic - not syncing");
        }

        @Test
        void keeps_its_head_and_its_names_visible() {
            browser.resize(700, 500);
            browser.run("document.querySelector('#results').scrollTo(300, 100)");

            assertThat(browser.of("#results", "element.scrollLeft + ' ' + element.scrollTop"))
                    .isEqualTo("300 100");
            assertThat(browser.of("#grid .head", "element.getBoundingClientRect().top"))
                    .isEqualTo(browser.of("#results", "element.getBoundingClientRect().top"));
            assertThat(browser.of(DISAGREEING + " > .name", "element.getBoundingClientRect().left"))
                    .isEqualTo("0");
        }

        @AfterEach
        void originalSize() {
            browser.originalSize();
        }
    }

    @Nested
    class Filters {

        @BeforeEach
        void open() {
            browser.open(sample, "");
        }

        @Test
        void show_tests_that_failed_somewhere() {
            browser.element("[value=failed]").click();

            assertThat(browser.texts(ROWS))
                    .containsExactly(
                            "namesTheModuleOfASymbol(IteratorReader) ≠",
                            "showsBothEndsOfAConnection(IteratorReader, BpfMap)");
            assertThat(browser.texts("#grid .class > .name b"))
                    .containsExactly("KsymIteratorTest", "SocketMapIteratorTest");
            assertThat(browser.texts("#shown")).containsExactly("2 of 14 tests");
        }

        @Test
        void show_tests_on_which_kernels_disagree() {
            browser.element("[value=disagree]").click();

            assertThat(browser.texts(ROWS)).containsExactly("namesTheModuleOfASymbol(IteratorReader) ≠");
        }

        @Test
        void show_tests_that_were_skipped_somewhere() {
            browser.element("[value=skipped]").click();

            assertThat(browser.texts(ROWS)).hasSize(3);
        }

        @Test
        void find_terms_in_class_and_test_names() {
            browser.element("#search").sendKeys("ITERATORTEST process");

            assertThat(browser.texts(ROWS)).hasSize(5).contains("[1] threads of this process = 12");
        }

        @Test
        void say_that_no_test_matches() {
            browser.element("#search").sendKeys("nowhere");

            assertThat(browser.texts(ROWS)).isEmpty();
            assertThat(browser.texts("#nothing")).containsExactly("No test matches.");
        }

        @Test
        void combine_with_the_order_by_time() {
            browser.element("#order option[value=time]").click();

            assertThat(browser.texts(ROWS))
                    .hasSize(14)
                    .startsWith("NetworkNamespaceTest listensInANetworkOfItsOwn(IteratorReader)");

            browser.element("[value=disagree]").click();
            browser.element("#order option[value=class]").click();

            assertThat(browser.texts(ROWS)).containsExactly("namesTheModuleOfASymbol(IteratorReader) ≠");
        }

        @Test
        void leave_folded_classes_folded() {
            browser.element("#grid .class > .name").click();

            assertThat(browser.texts(ROWS)).hasSize(10);
            assertThat(browser.of("#grid .class > .name", "element.ariaExpanded"))
                    .isEqualTo("false");

            browser.element("#fold").click();
            assertThat(browser.texts(ROWS)).isEmpty();
            browser.element("#fold").click();
            assertThat(browser.texts(ROWS)).hasSize(14);
        }
    }

    @Nested
    class With_a_flaky_test {

        @BeforeEach
        void open() throws IOException {
            Report report = new Report(
                    Reports.NOON,
                    List.of(Reports.environment("host", "6.18")),
                    List.of(
                            new Report.Test("A", "stable", List.of(Reports.passed("host"))),
                            new Report.Test(
                                    "A",
                                    "flaky",
                                    List.of(Reports.passed("host").after(Reports.failed("host", "too slow"))))));
            browser.open(page("flaky", ReportJson.write(report)), "class=A&test=flaky&environment=host");
        }

        @Test
        void marks_it_and_shows_the_failure_of_the_earlier_run() {
            browser.await("!document.querySelector('#panel').hidden");

            assertThat(browser.texts("#totals li")).contains("✓ 2 passed", "1 flaky");
            assertThat(browser.of("#grid [aria-selected]", "element.ariaLabel")).isEqualTo("passed, flaky, 250 ms");
            assertThat(browser.texts("#panel pre")).contains("too slow");
            assertThat(browser.texts("#filters label")).contains("flaky 1");
        }
    }

    @Nested
    class With_tests_that_have_no_row_of_their_own {

        @BeforeEach
        void open() throws IOException {
            Report report = new Report(
                    Reports.NOON,
                    List.of(Reports.environment("host", "6.18"), Reports.environment("vm:6.1", "6.1")),
                    List.of(
                            row("one", Reports.passed("host"), Reports.failed("vm:6.1", "no")),
                            row("more tests that passed", several("host", 299_999), several("vm:6.1", 299_999))));
            browser.open(page("left-out", ReportJson.write(report)), "");
        }

        private static Report.Test row(String name, Report.Result... results) {
            return new Report.Test("A", name, List.of(results));
        }

        private static Report.Result several(String environment, int count) {
            return Reports.several(environment, Report.Status.PASSED, count);
        }

        @Test
        void the_totals_count_them() {
            assertThat(browser.texts("#totals li"))
                    .startsWith("300,000 tests", "2 environments", "✓ 599,999 passed", "✗ 1 failed");
            assertThat(browser.texts("#grid .environment .totals"))
                    .containsExactly("✓ 300000 passed", "✗ 1 failed ✓ 299999 passed");
            assertThat(browser.texts("#grid .class .amount")).containsExactly("300,000 tests");
            assertThat(browser.texts("#shown")).containsExactly("300,000 of 300,000 tests");
        }

        @Test
        void their_row_says_how_many_it_stands_for() {
            assertThat(browser.texts("#grid .test [role=gridcell]"))
                    .containsExactly("✓ 250 ms", "✗ failed 250 ms", "✓ 299,999 tests 1.0 s", "✓ 299,999 tests 1.0 s");
        }

        @Test
        void a_filter_counts_the_tests_that_it_shows() {
            browser.element("[value=failed]").click();

            assertThat(browser.texts("#shown")).containsExactly("1 of 300,000 tests");
            assertThat(browser.texts("#filters .aside")).containsExactly("300,000", "1", "1", "0");
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class With_2000_tests_on_8_kernels {

        /** Limits in milliseconds for busy machines; an idle one takes 1500, 50 and 17. */
        private static final int OPENING = 8000;

        private static final int ACTION = 1000;
        private static final int FRAME = 200;

        @BeforeAll
        void open() throws IOException {
            browser.open(page("large", SampleReports.large(2000, 8, 2000)), "");
        }

        @Test
        void it_opens_quickly() {
            assertThat(shownAfterMilliseconds()).isLessThan(OPENING);
            assertThat(browser.texts("#totals li")).startsWith("2,000 tests", "8 environments");
        }

        @Test
        void it_filters_quickly() {
            assertThat(milliseconds("document.querySelector('[value=failed]').click()"))
                    .isLessThan(ACTION);
            assertThat(browser.texts("#shown")).singleElement().asString().matches("[1-9]\\d of 2,000 tests");
            assertThat(milliseconds("document.querySelector('[value=all]').click()"))
                    .isLessThan(ACTION);
            assertThat(browser.texts("#shown")).containsExactly("2,000 of 2,000 tests");
        }

        @Test
        void it_sorts_quickly() {
            String sort = "const order = document.querySelector('#order'); order.value = '%s';"
                    + " order.dispatchEvent(new Event('change'))";
            assertThat(milliseconds(sort.formatted("time"))).isLessThan(ACTION);
            assertThat(milliseconds(sort.formatted("class"))).isLessThan(ACTION);
        }

        @Test
        void it_can_be_navigated_with_the_keys() {
            browser.run("document.querySelector('#grid [tabindex=\"0\"]').focus()");
            browser.pressWithControl(Keys.END);
            browser.press(Keys.ARROW_UP);
            assertThat(browser.run("return document.activeElement.parentElement.innerText"))
                    .asString()
                    .startsWith("looksAtTasks1998");
            assertThat(browser.run("const box = document.activeElement.getBoundingClientRect();"
                            + " const results = document.querySelector('#results').getBoundingClientRect();"
                            + " return box.top >= results.top && box.bottom <= results.bottom"))
                    .isEqualTo(true);

            browser.press(Keys.PAGE_UP, Keys.ENTER);
            browser.await("!document.querySelector('#panel').hidden");
            assertThat(browser.texts("#panel [aria-label=tasks] pre")).hasSize(1);
            browser.press(Keys.ESCAPE);
            browser.await("document.querySelector('#panel').hidden");
        }

        @Test
        void it_scrolls_without_stutter() {
            Object median = browser.run("""
                    const results = document.querySelector('#results');
                    results.scrollTop = 0;
                    const frames = [];
                    return new Promise((done) => {
                        const step = (time) => {
                            frames.push(time);
                            results.scrollTop += 600;
                            if (frames.length < 60) {
                                requestAnimationFrame(step);
                            } else {
                                const times = frames.slice(1).map((end, index) => end - frames[index]);
                                done(times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)]);
                            }
                        };
                        requestAnimationFrame(step);
                    })""");

            assertThat(((Number) median).doubleValue()).isLessThan(FRAME);
        }

        private double milliseconds(String action) {
            return ((Number) browser.run("const start = performance.now(); " + action
                            + "; document.querySelector('#grid').offsetHeight; return performance.now() - start"))
                    .doubleValue();
        }
    }
}
