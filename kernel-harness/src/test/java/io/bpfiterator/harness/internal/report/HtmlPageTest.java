package io.bpfiterator.harness.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.NeedsBrowser;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Opens the page in a browser as its readers do: from a file, without a network. */
@NeedsBrowser
class HtmlPageTest {

    private static final String ROWS = "#grid .test > .name";
    private static final String DISAGREEING = "#grid .test.disagree";

    @TempDir
    static Path directory;

    private static Path sample;
    private static Path hostile;
    private static Chromium browser;

    @BeforeAll
    static void start() throws IOException {
        sample = page("sample", SampleReports.realistic());
        hostile = page("hostile", SampleReports.hostile());
        browser = new Chromium(directory.resolve("profile"));
    }

    private static Path page(String name, String json) throws IOException {
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

    @Nested
    class The_keyboard {

        @BeforeEach
        void open() {
            browser.open(sample, "");
            browser.run("document.querySelector('#grid [tabindex=\"0\"]').focus()");
        }

        @Test
        void moves_from_cell_to_cell() {
            browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_RIGHT);
            assertThat(browser.focused()).isEqualTo("✓ 14 ms");

            browser.press(Keys.END);
            assertThat(browser.focused()).isEqualTo("·");

            browser.pressWithControl(Keys.END);
            assertThat(browser.run("return document.activeElement.parentElement.innerText"))
                    .asString()
                    .startsWith("listensInANetworkOfItsOwn");

            browser.press(Keys.ARROW_DOWN, Keys.HOME, Keys.ARROW_UP, Keys.ARROW_RIGHT);
            assertThat(browser.focused()).isEqualTo("✓ 1 passed");
        }

        @Test
        void has_one_cell_that_the_tab_key_reaches() {
            browser.press(Keys.ARROW_DOWN, Keys.ARROW_RIGHT);

            assertThat(browser.run("return document.querySelectorAll('#grid [tabindex=\"0\"]').length"))
                    .isEqualTo(1L);
            assertThat(browser.run("return document.activeElement.tabIndex")).isEqualTo(0L);
        }

        @Test
        void opens_with_enter_and_returns_with_escape() {
            browser.press("n", Keys.ENTER);
            browser.await("!document.querySelector('#panel').hidden");
            assertThat(browser.run("return document.querySelector('#panel').contains(document.activeElement)"))
                    .isEqualTo(true);

            browser.press(Keys.ESCAPE);
            browser.await("document.querySelector('#panel').hidden");
            assertThat(browser.focused()).isEqualTo("✗ failed 420 ms");
        }

        @Test
        void moves_from_failure_to_failure() {
            browser.press("n", "n");
            String second = browser.run("return document.activeElement.parentElement.innerText")
                    .toString();
            browser.press("p");
            String first = browser.run("return document.activeElement.parentElement.innerText")
                    .toString();

            assertThat(first).startsWith("namesTheModuleOfASymbol");
            assertThat(second).startsWith("showsBothEndsOfAConnection");
        }

        @Test
        void folds_a_class_with_enter() {
            browser.press(Keys.ARROW_DOWN, Keys.ENTER);
            assertThat(browser.texts(ROWS)).hasSize(10);

            browser.press(Keys.ARROW_DOWN);
            assertThat(browser.focused()).startsWith("CgroupIteratorTest");
        }

        @Test
        void searches_with_slash_and_returns_with_escape() {
            browser.press("/", "hashmap");
            assertThat(browser.texts(ROWS)).hasSize(2);

            browser.press(Keys.ESCAPE);
            assertThat(browser.texts(ROWS)).hasSize(14);
            browser.press(Keys.ESCAPE, Keys.ARROW_RIGHT);
            assertThat(browser.focused()).startsWith("host");
        }

        @Test
        void continues_at_the_head_if_the_current_row_is_filtered_out() {
            browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN);
            browser.element("[value=failed]").click();

            assertThat(browser.of("#grid [tabindex='0']", "element.textContent"))
                    .isEqualTo("Test");
        }

        @Test
        void shows_its_keys_with_a_question_mark() {
            browser.press("?");
            assertThat(browser.texts("#keys h2")).containsExactly("Keys", "Symbols");

            browser.press(Keys.ESCAPE);
            assertThat(browser.texts("#keys h2")).isEmpty();
        }

        @Test
        void outlines_the_focused_cell() {
            browser.press(Keys.ARROW_DOWN);

            assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle"))
                    .isEqualTo("solid");
        }

        @Test
        void keeps_the_focus_on_the_chosen_environment() {
            browser.press("n", Keys.ENTER);
            browser.await("!document.querySelector('#panel').hidden");
            browser.run("document.querySelector('#panel .choice button').focus()");
            browser.press(Keys.ENTER);

            browser.await("document.querySelector('#panel .choice [aria-pressed=true] b').textContent === 'host'");
            assertThat(browser.focused()).isEqualTo("host ✓ passed 11 ms");
        }
    }

    @Nested
    class Light_and_dark {

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

            browser.open(sample, "");

            assertThat(browser.texts("#theme")).containsExactly("Theme: dark");
            assertThat(background()).isEqualTo("rgb(21, 24, 28)");
        }

        @Test
        void have_enough_contrast() {
            for (String scheme : List.of("light", "dark")) {
                browser.media("prefers-color-scheme", scheme);
                browser.open(
                        sample,
                        address("TaskIteratorTest", "listsThisProcess(IteratorReader)", "vm:5.10") + "&with=vm:6.12");

                assertThat((List<?>) browser.run(LOW_CONTRAST)).as(scheme).isEmpty();
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

    private static double shownAfterMilliseconds() {
        return ((Number) browser.run("return performance.getEntriesByName('shown')[0].startTime")).doubleValue();
    }

    private static String address(String type, String test, String environment) {
        return "class=io.bpfiterator.examples." + type + "&test=" + URLEncoder.encode(test, StandardCharsets.UTF_8)
                + "&environment=" + environment;
    }
}
