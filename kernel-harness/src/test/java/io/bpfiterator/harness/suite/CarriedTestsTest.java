// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.suite;

import static io.bpfiterator.harness.suite.SampleReports.failed;
import static io.bpfiterator.harness.suite.SampleReports.passed;
import static io.bpfiterator.harness.suite.SampleReports.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriedTestsTest {

    private static final String REFUSED = "Linux 6.18.44 refuses iterator target bpf_map_elem: EPERM";

    @TempDir
    private Path root;

    @Test
    void a_test_that_the_kernel_cannot_run_is_carried() throws Exception {
        new SampleReports(root).report("extension", passed("a.B", "one"), skipped("a.B$C", "two", REFUSED));

        assertThat(patterns("extension")).containsExactly("a.B$C#two");
    }

    @Test
    void parameters_and_invocations_are_carried_with_their_method() throws Exception {
        new SampleReports(root)
                .report(
                        "extension",
                        skipped("a.B", "one(int, String)[1]", REFUSED),
                        skipped("a.B", "one(int, String)[2]", REFUSED),
                        skipped("a.B", "two()[1]", REFUSED));

        assertThat(patterns("extension")).containsExactly("a.B#one", "a.B#two");
    }

    @Test
    void a_class_is_carried_with_the_classes_in_it() throws Exception {
        new SampleReports(root).report("extension", skipped("a.B", "", REFUSED));

        assertThat(patterns("extension")).containsExactly("a.B", "a.B$*");
    }

    @Test
    void only_a_test_of_the_kernel_tier_is_carried() throws Exception {
        new SampleReports(root).leftOut("extension", "kernel a.B#one(int)", "browser a.B#two()");

        assertThat(patterns("extension")).containsExactly("a.B#one");
    }

    @Test
    void failures_and_tests_skipped_for_the_jdk_are_not_carried() throws Exception {
        new SampleReports(root)
                .report("extension", failed("a.B", "one"), skipped("a.B", "two", "Disabled on JRE version: 17.0.15"));

        assertThat(patterns("extension")).containsExactly("no.such.Test");
    }

    @Test
    void modules_are_distinguished() throws Exception {
        new SampleReports(root)
                .report("extension", skipped("a.B", "one", REFUSED))
                .report("kernel-harness", skipped("a.C", "two", REFUSED));

        assertThat(patterns("kernel-harness")).containsExactly("a.C#two");
    }

    private Iterable<String> patterns(String module) {
        return CarriedTests.patterns(module, new SampleReports(root).results());
    }
}
