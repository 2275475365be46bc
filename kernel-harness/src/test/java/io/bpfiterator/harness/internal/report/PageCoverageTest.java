// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.NeedsBrowser;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The coverage of BPF programs on the page: the list of the sources, and the lines of a source. */
@NeedsBrowser
class PageCoverageTest extends OpenPage {

    private static final String FILES = "#files .file > .name";

    private static Path coverage;

    @BeforeAll
    static void write() throws IOException {
        coverage = page("coverage", SampleCoverage.realistic());
    }

    private static void choose(String id, String value) {
        browser.element("#" + id + " option[value=" + value + "]").click();
    }

    @Nested
    class The_view {

        @Test
        void is_absent_without_a_measurement() {
            browser.open(sample, "coverage");

            assertThat(browser.texts("#views")).isEmpty();
            assertThat(browser.texts("#coverage")).isEmpty();
            assertThat(browser.texts(ROWS)).hasSize(14);
        }

        @Test
        void is_entered_from_the_top_which_shows_the_share_of_the_lines() {
            browser.open(coverage, "");
            assertThat(browser.texts("#views a")).containsExactly("Tests", "Coverage 90.4 %");
            assertThat(browser.texts("#views [aria-current]")).containsExactly("Tests");

            browser.element("#views a:last-child").click();

            assertThat(browser.texts("#views [aria-current]")).containsExactly("Coverage 90.4 %");
            assertThat(browser.texts(FILES)).hasSize(3);
            assertThat(browser.texts(ROWS)).isEmpty();
            assertThat(browser.of("body", "location.hash")).isEqualTo("#coverage");
        }

        @Test
        void is_left_with_the_back_button() {
            browser.open(coverage, "");
            browser.element("#views a:last-child").click();
            browser.element(FILES).click();
            browser.await("!document.querySelector('#panel').hidden");

            browser.back();
            browser.await("document.querySelector('#panel').hidden");
            assertThat(browser.texts(FILES)).hasSize(3);
            browser.back();
            browser.await("document.querySelector('#coverage').hidden");
            assertThat(browser.texts(ROWS)).hasSize(14);
        }
    }

    @Nested
    class The_list_of_sources {

        @BeforeEach
        void open() {
            browser.open(coverage, "coverage");
        }

        private String row(String file) {
            return browser.texts("#files .file").stream()
                    .filter(row -> row.startsWith(file))
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void has_a_column_for_each_measured_environment_and_one_for_all_together() {
            assertThat(browser.texts("#files .environment"))
                    .containsExactly(
                            "together in any environment 90.4 % 2 missed",
                            "host 6.18.3+deb14-amd64 90.0 % 2 missed",
                            "vm:5.10 5.10.0-46-amd64 85.0 % 3 missed",
                            "vm:6.1 6.1.0-42-amd64 85.0 % 3 missed",
                            "vm:6.12 6.12.57+deb13-amd64 85.0 % 3 missed",
                            "vm:newest 6.18.3+deb14-amd64 85.0 % 3 missed");
        }

        @Test
        void has_the_shares_of_each_source() {
            assertThat(row("tasks.bpf.c")).startsWith("tasks.bpf.c 100.0 % 100.0 % 66.6 % 1 missed 66.6 %");
            assertThat(browser.of("#files .file:last-child .share:nth-child(4)", "element.ariaLabel"))
                    .isEqualTo("66.6 % (2 of 3)");
        }

        @Test
        void has_the_shares_of_functions_and_of_branches() {
            choose("coverage-part", "functions");
            assertThat(row("counters.bpf.c")).startsWith("counters.bpf.c maps 50.0 % 1 missed");

            choose("coverage-part", "branches");
            assertThat(row("listeners.bpf.c")).startsWith("listeners.bpf.c 83.3 % 2 missed 83.3 % 2 missed 75.0 %");
            assertThat(row("counters.bpf.c")).startsWith("counters.bpf.c maps · ·");
        }

        @Test
        void is_ordered_by_what_is_missing_or_by_path() {
            choose("coverage-part", "branches");
            assertThat(browser.texts(FILES)).containsExactly("listeners.bpf.c", "counters.bpf.c maps", "tasks.bpf.c");

            choose("coverage-part", "functions");
            assertThat(browser.texts(FILES)).containsExactly("counters.bpf.c maps", "listeners.bpf.c", "tasks.bpf.c");

            choose("coverage-order", "path");
            assertThat(browser.texts(FILES)).containsExactly("listeners.bpf.c", "counters.bpf.c maps", "tasks.bpf.c");
        }

        @Test
        void is_filtered() {
            assertThat(browser.texts("#coverage-filters label"))
                    .containsExactly("all 3", "incomplete 2", "in one environment only 2");

            browser.element("#coverage [value=missed]").click();
            assertThat(browser.texts(FILES)).containsExactly("listeners.bpf.c", "counters.bpf.c maps");
            assertThat(browser.texts("#coverage-shown")).containsExactly("2 of 3 files");

            browser.element("#coverage [value=single]").click();
            assertThat(browser.texts(FILES)).containsExactly("listeners.bpf.c", "tasks.bpf.c");
        }

        @Test
        void is_searched_by_path_and_function() {
            browser.press("/", "MAPS");
            assertThat(browser.texts(FILES)).containsExactly("counters.bpf.c maps");

            browser.press(Keys.ESCAPE, "print_flags");
            assertThat(browser.texts(FILES)).containsExactly("listeners.bpf.c");

            browser.press(Keys.ESCAPE, "nowhere");
            assertThat(browser.texts("#no-file")).containsExactly("No file matches.");
        }

        @Test
        void is_walked_with_the_keys() {
            browser.run("document.querySelector('#files [tabindex=\"0\"]').focus()");
            browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN);
            assertThat(browser.focused()).isEqualTo("counters.bpf.c maps");

            browser.press(Keys.ENTER);
            browser.await("!document.querySelector('#panel').hidden");
            assertThat(browser.focused()).isEqualTo("counters.bpf.c");

            browser.press(Keys.ESCAPE);
            browser.await("document.querySelector('#panel').hidden");
            assertThat(browser.focused()).isEqualTo("counters.bpf.c maps");
        }

        @Test
        void names_what_is_not_measured_and_why() {
            assertThat(browser.texts("#not-measured li"))
                    .containsExactly(
                            "tasks, walk_all (iter/task) in vm:5.10: the kernel refuses the program with probes",
                            "container: no coverage",
                            "vm:oci:quay.io/lvh-images/kernel-images:bpf-next: the environment failed");
            assertThat(browser.texts("#not-measured-amount")).containsExactly("1 program not measured");
        }
    }

    @Nested
    class A_source {

        @BeforeEach
        void open() {
            browser.open(coverage, "coverage/listeners.bpf.c");
        }

        private static String line(int number) {
            return "#panel [aria-label=Source] tbody tr:nth-child(" + number + ")";
        }

        @Test
        void has_its_shares_in_each_environment() {
            assertThat(browser.texts("#panel h2")).containsExactly("listeners.bpf.c");
            assertThat(browser.texts("#panel .shares tr"))
                    .containsExactly(
                            "together host vm:5.10 vm:6.1 vm:6.12 vm:newest",
                            "lines 92.8 % 13 of 14 92.3 % 12 of 13 92.3 % 12 of 13 92.3 % 12 of 13 92.3 % 12 of 13"
                                    + " 92.3 % 12 of 13",
                            "functions 100.0 % 2 of 2 100.0 % 2 of 2 100.0 % 2 of 2 100.0 % 2 of 2 100.0 % 2 of 2"
                                    + " 100.0 % 2 of 2",
                            "branches 83.3 % 10 of 12 83.3 % 10 of 12 75.0 % 9 of 12 75.0 % 9 of 12 75.0 % 9 of 12"
                                    + " 75.0 % 9 of 12");
        }

        @Test
        void has_all_lines_of_its_text() {
            assertThat(browser.texts("#panel [aria-label=Source] tbody tr")).hasSize(44);
            assertThat(browser.texts(line(23) + " .line")).containsExactly("struct seq_file *seq = ctx->meta->seq;");
        }

        @Test
        void distinguishes_lines_that_were_executed_missed_removed_or_have_no_instructions() {
            assertThat(browser.of(line(23) + " .line", "element.className")).isEqualTo("line hit");
            assertThat(browser.of(line(39) + " .line", "element.className")).isEqualTo("line missed");
            assertThat(browser.of(line(14) + " .line", "element.className")).isEqualTo("line unreachable");
            assertThat(browser.of(line(13) + " .line", "element.className")).isEqualTo("line");
        }

        @Test
        void has_a_column_for_each_environment() {
            assertThat(browser.texts(line(33) + " .mark")).containsExactly("✓", "–", "✓", "✓", "✓");
            assertThat(browser.texts(line(39) + " .mark")).containsExactly("✗", "✗", "✗", "✗", "✗");
            assertThat(browser.texts(line(30) + " .mark")).containsExactly("✓", "◐", "◐", "◐", "◐");
            assertThat(browser.texts(line(13) + " .mark")).containsExactly("");
        }

        @Test
        void marks_a_line_that_only_one_environment_executes() {
            assertThat(browser.texts("#panel .tag.only")).containsExactly("only vm:5.10");
            assertThat(browser.of(line(35), "element.className")).isEqualTo("only");
        }

        @Test
        void says_which_way_a_branch_always_went() {
            assertThat(browser.texts("#panel .tag:not(.only)"))
                    .containsExactly("jump always taken", "jump 2 of 2 always taken");
            assertThat(browser.of(line(9) + " .line", "element.className")).isEqualTo("line one-way");
            assertThat(browser.of(line(26) + " .line", "element.className")).isEqualTo("line hit");
        }

        @Test
        void lists_its_functions() {
            browser.element("#panel [aria-label=Functions] .fold").click();

            assertThat(browser.texts("#panel [aria-label=Functions] tbody tr"))
                    .containsExactly(
                            "✓ ✓ ✓ ✓ ✓ state_of line 9",
                            "– – – – – print_flags line 14",
                            "✓ ✓ ✓ ✓ ✓ dump_listeners line 23");

            browser.element("#panel [aria-label=Functions] a").click();
            assertThat(browser.texts("#panel [aria-current] .number")).containsExactly("9");
        }

        @Test
        void reads_well_to_a_screen_reader() {
            assertThat(browser.of(line(39) + " a", "element.ariaLabel")).isEqualTo("line 39, not executed");
            assertThat(browser.of(line(39) + " .mark", "element.ariaLabel")).isEqualTo("not executed");
            assertThat(browser.of(line(39) + " .number", "element.scope")).isEqualTo("row");
            assertThat(browser.texts("#panel [aria-label=Source] th[scope=col]"))
                    .containsExactly("Line", "host", "vm:5.10", "vm:6.1", "vm:6.12", "vm:newest", "Source");
        }

        @Test
        void has_an_address_for_each_line() {
            browser.element(line(35) + " a").click();
            assertThat(browser.of("body", "location.hash")).isEqualTo("#coverage/listeners.bpf.c:35");

            browser.open(coverage, "coverage/listeners.bpf.c:35");
            assertThat(browser.texts("#panel [aria-current] .number")).containsExactly("35");
            assertThat(browser.texts("#files [aria-selected]")).containsExactly("listeners.bpf.c");
        }

        @Test
        void is_walked_from_missed_line_to_missed_line() {
            browser.press("n");
            assertThat(browser.texts("#panel [aria-current] .number")).containsExactly("39");
            browser.press("n");
            assertThat(browser.texts("#panel [aria-current] .number")).containsExactly("39");

            browser.open(coverage, "coverage/listeners.bpf.c:42");
            browser.press("p");
            assertThat(browser.texts("#panel [aria-current] .number")).containsExactly("39");
        }

        @Test
        void without_a_text_has_the_numbers_of_its_lines_and_the_reason() {
            browser.open(coverage, "coverage/maps/counters.bpf.c");

            assertThat(browser.texts("#panel .note"))
                    .containsExactly("The report has the numbers of the lines, and no text."
                            + " The machine that wrote the report cannot read the file: no such file.");
            assertThat(browser.texts("#panel [aria-label=Source] tbody .number"))
                    .containsExactly("12", "14", "15", "18");
        }

        @Test
        void that_an_address_names_wrongly_leaves_the_list() {
            browser.open(coverage, "coverage/nowhere.bpf.c:1");
            assertThat(browser.texts("#panel h2")).isEmpty();
            assertThat(browser.texts(FILES)).hasSize(3);

            browser.open(coverage, "coverage/listeners.bpf.c:4711");
            assertThat(browser.texts("#panel h2")).containsExactly("listeners.bpf.c");
            assertThat(browser.texts("#panel [aria-current]")).isEmpty();
        }
    }
}
