// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.suite;

import static io.bpfiterator.harness.suite.SampleReports.failed;
import static io.bpfiterator.harness.suite.SampleReports.passed;
import static io.bpfiterator.harness.suite.SampleReports.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteTableTest {

    private static final String REFUSED = "Linux 6.18.44 refuses iterator target bpf_map_elem: EPERM";

    @TempDir
    private Path root;

    private SuiteTable table() {
        return new SuiteTable(
                "6.18.44", Map.of("browser", "Chromium is not installed"), new SampleReports(root).results());
    }

    @Test
    void a_table_shows_where_tests_passed_and_why_they_were_skipped() throws Exception {
        new SampleReports(root)
                .report("extension", passed("a.B", "one"), passed("a.B", "two(int)[1]"), skipped("a.B", "map", REFUSED))
                .carried("extension", passed("a.B", "map()[vm:6.12]"))
                .report("kernel-harness", passed("b.C", "one"))
                .leftOut("kernel-harness", "browser b.C#page()")
                .report(
                        "examples",
                        passed("c.D", "lists(IteratorReader)[vm:6.12]"),
                        skipped("c.D", "lists(IteratorReader)[vm:5.10]", "Linux 5.10.251 is older than 6.1"));

        assertThat(table()).hasToString("""
                        Module          Tests  passed on 6.18.44  passed on vm:6.12  failed  nowhere
                        extension           3                  2                  1       0        0
                        kernel-harness      2                  1                  0       0        0
                        examples            1                  0                  1       0        0

                        Skipped or left out:
                          extension       1  on 6.18.44: Linux 6.18.44 refuses iterator target bpf_map_elem: EPERM
                          kernel-harness  1  on 6.18.44: tests tagged browser: Chromium is not installed
                          examples        1  on vm:5.10: Linux 5.10.251 is older than 6.1
                        """);
        assertThat(table().isGood()).isTrue();
    }

    @Test
    void a_failure_is_named_with_its_kernel_and_fails_the_suite() throws Exception {
        new SampleReports(root).report("extension", passed("a.B", "one[host]"), failed("a.B", "one[vm:6.12]"));

        assertThat(table().toString()).endsWith("""

                        Failed:
                          extension: a.B#one on vm:6.12
                        """);
        assertThat(table().isGood()).isFalse();
    }

    @Test
    void a_suite_without_results_fails() {
        assertThat(table().isGood()).isFalse();
    }

    @Nested
    class A_test_that_passed_nowhere {

        @Test
        void is_named_and_fails_the_suite() throws Exception {
            new SampleReports(root)
                    .report("extension", passed("a.B", "one"), skipped("a.B", "map", REFUSED))
                    .carried("extension", skipped("a.B", "map()[vm:6.12]", "Linux 6.12.1 is older than 6.15"));

            assertThat(table().toString()).endsWith("""

                            Passed on no kernel:
                              extension: a.B#map on 6.18.44, vm:6.12
                            """);
            assertThat(table().isGood()).isFalse();
        }

        @Test
        void may_be_of_the_kernel_tier_without_a_machine() throws Exception {
            new SampleReports(root).report("extension", passed("a.B", "one")).leftOut("extension", "kernel a.B#map()");

            assertThat(table().isGood()).isFalse();
        }

        @Test
        void may_be_a_class_that_was_skipped_as_a_whole() throws Exception {
            new SampleReports(root).report("extension", skipped("a.B", "", REFUSED));

            assertThat(table().toString()).contains("extension: a.B on 6.18.44");
            assertThat(table().isGood()).isFalse();
        }

        @Test
        void may_be_a_class_that_no_report_and_no_list_names() throws Exception {
            new SampleReports(root)
                    .compiled("extension", "a.RanTest", "a.LeftOutTest", "a.LostTest", "a.LostTest$Nested", "a.Fixture")
                    .report("extension", passed("a.RanTest", "one"))
                    .leftOut("extension", "browser a.LeftOutTest$Nested#page()");

            assertThat(table().toString()).endsWith("""

                            Passed on no kernel:
                              extension: a.LostTest on 6.18.44
                            """);
            assertThat(table().isGood()).isFalse();
        }

        @Test
        void is_ignored_if_disabled_on_this_jdk_or_for_this_user() throws Exception {
            new SampleReports(root)
                    .report(
                            "extension",
                            skipped("a.B", "one", "Disabled on JRE version: 17.0.15"),
                            skipped("a.B", "two", "Disabled for root, who may read everything"));

            assertThat(table().isGood()).isTrue();
        }

        @Test
        void is_ignored_if_its_tier_was_left_out_for_a_reason() throws Exception {
            new SampleReports(root).leftOut("extension", "browser a.B#page()");

            assertThat(table().isGood()).isTrue();
        }
    }

    @Nested
    class A_class_that_was_skipped_as_a_whole {

        @Test
        void counts_as_the_tests_that_it_has_elsewhere() throws Exception {
            new SampleReports(root)
                    .report("extension", skipped("a.B", "", REFUSED))
                    .carried("extension", passed("a.B", "one()[vm:6.12]"), passed("a.B$C", "two(int)[1][vm:6.12]"));

            assertThat(table().toString())
                    .contains("extension      2                  2       0        0")
                    .contains("extension  2  on 6.18.44: " + REFUSED);
            assertThat(table().isGood()).isTrue();
        }
    }

    @Nested
    class A_method_that_was_skipped_or_left_out {

        @Test
        void counts_as_the_invocations_that_it_has_elsewhere() throws Exception {
            new SampleReports(root)
                    .report("extension", skipped("a.B", "one(int)", REFUSED))
                    .leftOut("extension", "kernel a.B#all()")
                    .carried(
                            "extension",
                            passed("a.B", "one(int)[1][vm:6.12]"),
                            passed("a.B", "one(int)[2][vm:6.12]"),
                            passed("a.B", "all()[1][vm:6.12]"));

            assertThat(table().toString()).contains("extension      3                  3       0        0");
            assertThat(table().isGood()).isTrue();
        }
    }
}
