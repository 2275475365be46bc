// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.NeedsBrowser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the page shows of a result: its texts, its failure, and two results side by side. */
@NeedsBrowser
class PageDetailsTest extends OpenPage {

    @Nested
    class A_result {

        @BeforeEach
        void open() {
            browser.open(sample, "");
            browser.element(DISAGREEING + " .failed").click();
            browser.await("!document.querySelector('#panel').hidden");
        }

        @Test
        void shows_its_failure_trace_verifier_log_and_kernel_messages() {
            assertThat(browser.texts("#panel h2")).containsExactly("namesTheModuleOfASymbol(IteratorReader)");
            assertThat(browser.texts("#panel .fold"))
                    .containsExactly(
                            "Failure",
                            "Stack trace",
                            "bpf log of the failure",
                            "kernel messages",
                            "Console",
                            "Environment");
            assertThat(browser.texts("#panel pre"))
                    .satisfiesExactly(
                            message -> assertThat(message).startsWith("The verifier rejected program dump_ksym"),
                            trace -> assertThat(trace).contains("at io.bpfiterator.examples.KsymIteratorTest.test("),
                            log -> assertThat(log).contains("R3 invalid mem access 'ptr_or_null_'"),
                            messages -> assertThat(messages).contains("ksym iterator opened by pid 312"));
        }

        @Test
        void shows_facts_and_console_of_its_environment_when_unfolded() {
            browser.element("#panel [aria-label=Console] .fold").click();
            browser.element("#panel [aria-label=Environment] .fold").click();

            assertThat(browser.texts("#panel [aria-label=Console] pre"))
                    .singleElement()
                    .asString()
                    .contains("Linux version 6.1.0");
            assertThat(browser.texts("#panel dl"))
                    .singleElement()
                    .asString()
                    .contains("TCG (no /dev/kvm)", "QEMU with 1 CPU and 1024 MB", "6.9 s");
        }

        @Test
        void keeps_sections_folded_in_the_next_result() {
            browser.element("#panel [aria-label='Stack trace'] .fold").click();
            browser.element("#grid .test [aria-label='failed, 420 ms']").click();

            assertThat(browser.of("#panel [aria-label='Stack trace'] .fold", "element.ariaExpanded"))
                    .isEqualTo("false");
        }

        @Test
        void copies_a_section() {
            browser.devTools(
                    "Browser.grantPermissions",
                    Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));

            browser.element("#panel [aria-label='kernel messages'] .copy").click();

            browser.await("document.querySelector(\"[aria-label='kernel messages'] .copy\").textContent === 'Copied'");
            assertThat(browser.run("return navigator.clipboard.readText()"))
                    .isEqualTo("[   12.40912] bpf: ksym iterator opened by pid 312\n[   12.40988] bpf: closed\n");
        }

        @Test
        void has_an_address_that_opens_it() {
            String address = browser.of("body", "location.hash");

            browser.open(sample, address.substring(1));

            assertThat(browser.texts("#panel h2")).containsExactly("namesTheModuleOfASymbol(IteratorReader)");
            assertThat(browser.texts("#panel [aria-pressed=true] b")).containsExactly("vm:6.1");
            assertThat(browser.of("#grid [aria-selected]", "element.ariaLabel")).isEqualTo("failed, 420 ms");
        }

        @Test
        void closes_with_the_back_button() {
            browser.element("#panel .choice button").click();
            browser.await("document.querySelector('#panel .choice [aria-pressed=true] b').textContent === 'host'");

            browser.back();
            browser.await("document.querySelector('#panel .choice [aria-pressed=true] b').textContent === 'vm:6.1'");
            browser.back();
            browser.await("document.querySelector('#panel').hidden");
        }

        @Test
        void opens_the_worst_result_from_the_name_of_the_test() {
            browser.element("#close").click();
            browser.await("document.querySelector('#panel').hidden");

            browser.element(DISAGREEING + " > .name").click();

            browser.await("!document.querySelector('#panel').hidden");
            assertThat(browser.texts("#panel .choice [aria-pressed=true] b")).containsExactly("vm:6.1");
        }
    }

    @Nested
    class A_failure {

        private static final String MESSAGE =
                "Cannot load object x.bpf.o: the verifier rejected it (EACCES).\nR3 !read_ok";
        private static final String ENVIRONMENT = "vm:6.1";
        private static final String FRAMES = "at A.test(A.java:1) at A.main(A.java:2)";

        @Test
        void has_its_message_once() throws IOException {
            show(failure(MESSAGE, "io.bpfiterator.failure.BpfException: " + MESSAGE + "\n" + frames()));

            assertThat(browser.texts("#panel [aria-label=Failure] pre"))
                    .containsExactly("Cannot load object x.bpf.o: the verifier rejected it (EACCES). R3 !read_ok");
            assertThat(trace()).isEqualTo("io.bpfiterator.failure.BpfException " + FRAMES);
        }

        @Test
        void has_its_message_once_if_blank_lines_surround_it() throws IOException {
            show(failure(MESSAGE, "java.lang.AssertionError: \n" + MESSAGE + "\n\n" + frames()));

            assertThat(trace()).isEqualTo("java.lang.AssertionError " + FRAMES);
        }

        @Test
        void without_a_message_has_its_type_once() throws IOException {
            show(failure("java.lang.NullPointerException", "java.lang.NullPointerException\n" + frames()));

            assertThat(browser.texts("#panel [aria-label=Failure] pre"))
                    .containsExactly("java.lang.NullPointerException");
            assertThat(trace()).isEqualTo(FRAMES);
        }

        @Test
        void without_a_trace_is_only_a_message() throws IOException {
            show(failure("The run ended", "The run ended"));

            assertThat(browser.texts("#panel .fold")).containsExactly("Failure", "Environment");
        }

        @Test
        void keeps_a_trace_that_begins_with_another_message() throws IOException {
            show(failure("refused", "java.io.IOException: refused by the kernel\n" + frames()));

            assertThat(trace()).isEqualTo("java.io.IOException: refused by the kernel " + FRAMES);
        }

        @Test
        void of_an_environment_that_did_not_start_is_shown_once() throws IOException {
            String message = "The agent in vm:6.1 ended with exit status 1.\nIts last output:\nno such flag";
            show(new Report(
                    Reports.NOON,
                    List.of(new Report.Environment(ENVIRONMENT).with("no such flag\n", message)),
                    List.of(new Report.Test("A", "one", List.of(Reports.failed(ENVIRONMENT, message))))));

            assertThat(browser.texts("#panel .fold")).containsExactly("Failure", "Stack trace", "tasks", "Environment");
            assertThat(browser.texts("#panel")).singleElement().asString().containsOnlyOnce("no such flag");
        }

        @Test
        void is_in_a_monospaced_font() throws IOException {
            show(failure(MESSAGE, MESSAGE));

            assertThat(browser.of("#panel [aria-label=Failure] pre", "getComputedStyle(element).fontFamily"))
                    .contains("monospace");
        }

        private Report failure(String message, String trace) {
            Report.Failure failure = new Report.Failure(message, trace);
            return new Report(
                    Reports.NOON,
                    List.of(Reports.environment(ENVIRONMENT, "6.1.0")),
                    List.of(new Report.Test(
                            "A",
                            "one",
                            List.of(new Report.Result(
                                    ENVIRONMENT, Report.Status.FAILED, 1L, null, failure, List.of())))));
        }

        private String frames() {
            return "\tat A.test(A.java:1)\n\tat A.main(A.java:2)\n";
        }

        private void show(Report report) throws IOException {
            browser.open(page("failure", ReportJson.write(report)), "class=A&test=one&environment=" + ENVIRONMENT);
        }

        private String trace() {
            return browser.texts("#panel [aria-label='Stack trace'] pre").get(0);
        }
    }

    @Nested
    class Side_by_side {

        private static final String TASKS = "#panel [aria-label=tasks] ";

        @BeforeEach
        void open() {
            browser.open(sample, address("TaskIteratorTest", "listsThisProcess(IteratorReader)", "vm:5.10"));
            browser.element("#other option[value='4']").click();
            browser.await("document.querySelector('#panel').classList.contains('comparing')");
        }

        @Test
        void aligns_the_outputs_of_two_kernels_line_by_line() {
            assertThat(browser.texts("#panel .sides > div"))
                    .containsExactly("vm:5.10 5.10.0-46-amd64 ✓ passed", "vm:6.12 6.12.57+deb13-amd64 ✓ passed");
            assertThat(browser.texts(TASKS + "h3 .aside"))
                    .containsExactly("13 with other numbers, 1 changed, 1 only right, 4 equal");
            assertThat(browser.texts(TASKS + "tr.right")).containsExactly("+ 5 32 32 slub_flushwq");
            assertThat(browser.texts(TASKS + "tr.equal td.line")).hasSize(8);
        }

        @Test
        void marks_different_numbers_inside_their_lines() {
            assertThat(browser.texts(TASKS + "tr.numbers:nth-child(6) mark")).containsExactly("18", "18", "33", "33");
            assertThat(browser.texts(TASKS + "tr.changed mark")).contains("rcu_sched", "rcu_preempt");
        }

        @Test
        void shows_texts_of_only_one_environment_as_they_are() {
            browser.open(
                    sample,
                    address("KsymIteratorTest", "namesTheModuleOfASymbol(IteratorReader)", "vm:6.1") + "&with=host");

            assertThat(browser.texts("#panel h3 .aside")).contains("only on vm:6.1", "only on host");
            assertThat(browser.texts("#panel [aria-label=Failure] pre")).hasSize(1);
        }

        @Test
        void swaps_sides_when_the_right_environment_is_chosen() {
            browser.element("#panel .choice button:nth-child(5)").click();

            browser.await("document.querySelector('#panel .sides b').textContent === 'vm:6.12'");
            assertThat(browser.texts("#panel .sides b")).containsExactly("vm:6.12", "vm:5.10");
            assertThat(browser.texts(TASKS + "tr.left")).hasSize(1);
        }

        @Test
        void folds_long_runs_of_equal_lines() throws IOException {
            String equal = "same %d\n".repeat(400);
            Path page = page("equal", SampleReports.two(equal + "one\n" + equal, equal + "two\n" + equal));

            browser.open(page, SampleReports.TWO);

            assertThat(browser.texts("#panel tr.more")).containsExactly("⋯ 397 equal lines", "⋯ 397 equal lines");
            assertThat(browser.texts("#panel tr.changed mark")).containsExactly("one", "two");

            browser.element("#panel tr.more button").click();

            assertThat(browser.texts("#panel tr.more")).hasSize(1);
            assertThat(browser.texts("#panel tr.equal")).hasSize(403);
        }

        @Test
        void shows_completely_different_texts_quickly() throws IOException {
            StringBuilder left = new StringBuilder();
            StringBuilder right = new StringBuilder();
            for (int line = 0; line < 20_000; line++) {
                left.append("left ").append(Integer.toString(line, 36)).append('\n');
                right.append(Integer.toString(line * 7, 36)).append(" right\n");
            }
            Path page = page("different", SampleReports.two(left.toString(), right.toString()));

            browser.open(page, SampleReports.TWO);

            assertThat(browser.texts("#panel tr.more"))
                    .singleElement()
                    .asString()
                    .startsWith("Show more: ");
            assertThat(shownAfterMilliseconds()).isLessThan(8000);
        }

        @Test
        void an_inserted_number_leaves_the_other_lines_equal() throws IOException {
            Path page = page("inserted", SampleReports.two("1\n2\n4\n5\n", "1\n2\n3\n4\n5\n"));

            browser.open(page, SampleReports.TWO);

            assertThat(browser.texts("#panel h3 .aside")).contains("1 only right, 4 equal");
        }
    }
}
