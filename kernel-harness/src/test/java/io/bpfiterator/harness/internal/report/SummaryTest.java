// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static io.bpfiterator.harness.internal.report.Reports.environment;
import static io.bpfiterator.harness.internal.report.Reports.failed;
import static io.bpfiterator.harness.internal.report.Reports.notStarted;
import static io.bpfiterator.harness.internal.report.Reports.passed;
import static io.bpfiterator.harness.internal.report.Reports.several;
import static io.bpfiterator.harness.internal.report.Reports.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.report.Report.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void lists_the_environments_and_the_tests_that_failed_or_differ() {
        Report report = new Report(
                Reports.NOON,
                List.of(
                        environment("host", "6.1"),
                        new Report.Environment(
                                "vm:5.10",
                                new Report.Platform(
                                        "5.10",
                                        "amd64",
                                        Map.of("Acceleration", "TCG (no /dev/kvm)"),
                                        "21",
                                        "a machine"),
                                7300L,
                                null,
                                null),
                        notStarted("vm:6.1", "It panicked\nat once")),
                List.of(
                        new Report.Test("A", "passes", List.of(passed("host"), passed("vm:5.10"))),
                        new Report.Test("A", "fails", List.of(passed("host"), failed("vm:5.10", "\nexpected\n  2"))),
                        new Report.Test("A", "differs", List.of(passed("host"), skipped("vm:5.10", "no cgroup")))));

        assertThat(Summary.of(report)).isEqualTo("""
                        ## BPF iterator tests: 4 passed, 1 failed, 1 skipped

                        | Environment | Kernel | Architecture | Acceleration | Java | Passed | Failed | Skipped | Start | Tests |
                        | --- | --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: |
                        | <code>host</code> | 6.1 | amd64 |  | 21 | 3 | 0 | 0 | 1.5 s | 0.8 s |
                        | <code>vm:5.10</code> | 5.10 | amd64 | TCG (no /dev/kvm) | 21 | 1 | 1 | 1 | 7.3 s | 0.5 s |
                        | <code>vm:6.1</code> |  |  |  |  | 0 | 0 | 0 |  |  |

                        <code>vm:6.1</code>: It panicked at once

                        ### 1 test failed

                        <details><summary><code>A.fails</code>: passed in host; failed in vm:5.10</summary>

                        - <code>vm:5.10</code>: expected   2

                        </details>

                        ### 1 test skipped only in some environments

                        <details><summary><code>A.differs</code>: passed in host; skipped in vm:5.10</summary>

                        - <code>vm:5.10</code>: no cgroup

                        </details>
                        """);
    }

    @Test
    void text_of_a_test_is_never_markup() {
        Report report = new Report(
                Reports.NOON,
                List.of(environment("a|b`c", "<6>\n| x |")),
                List.of(new Report.Test(
                        "A",
                        "[x](y) `z` \\ *b* _i_ ~s~ $m$ @all #1",
                        List.of(failed("a|b`c", "</details></code><script>|\r\n# h1\n\n- item\u2028🐝")))));

        assertThat(Summary.of(report).lines())
                .contains(
                        "| <code>a&#124;b&#96;c</code> | &#60;6&#62; &#124; x &#124; | amd64 | 21 | 0 | 1 | 0"
                                + " | 1.5 s | 0.3 s |",
                        "<details><summary><code>A.&#91;x&#93;(y) &#96;z&#96; &#92; &#42;b&#42; "
                                + "&#95;i&#95; &#126;s&#126; "
                                + "&#36;m&#36; &#64;all &#35;1</code>: failed in a&#124;b&#96;c</summary>",
                        "- <code>a&#124;b&#96;c</code>: &#60;/details&#62;&#60;/code&#62;"
                                + "&#60;script&#62;&#124; &#35; h1 "
                                + "- item 🐝");
    }

    @Test
    void counts_the_tests_that_have_no_row_of_their_own() {
        Report report = new Report(
                Reports.NOON,
                List.of(environment("host", "6.1")),
                List.of(
                        new Report.Test("A", "fails", List.of(failed("host", "no"))),
                        new Report.Test("A", "more tests that failed", List.of(several("host", Status.FAILED, 14))),
                        new Report.Test("A", "more tests that passed", List.of(several("host", Status.PASSED, 985)))));

        assertThat(Summary.of(report).lines())
                .contains(
                        "## BPF iterator tests: 985 passed, 15 failed, 0 skipped",
                        "| <code>host</code> | 6.1 | amd64 | 21 | 985 | 15 | 0 | 1.5 s | 2.3 s |",
                        "### 15 tests failed",
                        "<details><summary><code>A.more tests that failed</code>: failed in host (14 tests)</summary>");
    }

    @Test
    void lists_flaky_tests_with_their_earlier_failures() {
        Report report = new Report(
                Reports.NOON,
                List.of(environment("host", "6.1")),
                List.of(new Report.Test("A", "flaky", List.of(passed("host").after(failed("host", "too slow"))))));

        assertThat(Summary.of(report).lines())
                .contains(
                        "## BPF iterator tests: 1 passed (1 flaky), 0 failed, 0 skipped",
                        "### 1 flaky test",
                        "- <code>host</code>: failed before the build ran it again: too slow");
    }

    @Test
    void has_a_size_limit() {
        Report.Result result = failed("host", "<".repeat(100_000));
        List<Report.Test> tests = IntStream.range(0, 20_000)
                .mapToObj(i -> new Report.Test("A", "test" + i, List.of(result)))
                .toList();

        String summary = Summary.of(new Report(Reports.NOON, List.of(environment("host", "6.1")), tests));

        assertThat(summary.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(200_000, Summary.BYTES);
        long shown =
                summary.lines().filter(line -> line.startsWith("<details>")).count();
        assertThat(summary).endsWith("\n… and " + (20_000 - shown) + " more; see the page.\n");
    }
}
