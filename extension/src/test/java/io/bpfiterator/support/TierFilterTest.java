// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.ForkedTests.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TierFilterTest {

    @TempDir
    private Path directory;

    static class OfSeveralTiers {

        @Test
        void needsNothing() {}

        @Test
        @NeedsKernel
        void needsTheKernel() {
            throw new AssertionError("the kernel");
        }

        @Nested
        @NeedsBrowser
        class InABrowser {

            @Test
            void needsABrowser() {
                throw new AssertionError("the browser");
            }
        }
    }

    @Test
    void tests_of_the_excluded_tiers_are_left_out_counted_and_listed() throws Exception {
        Result result = run("-Dtests.left.out=machine,kernel,browser");

        assertThat(result.output())
                .isEqualTo("Left out: tests tagged kernel (1), browser (1); scripts/test runs them\n");
        assertThat(result.exitStatus()).isZero();
        assertThat(leftOut())
                .containsExactlyInAnyOrder(
                        "kernel " + OfSeveralTiers.class.getName() + "#needsTheKernel()",
                        "browser " + OfSeveralTiers.InABrowser.class.getName() + "#needsABrowser()");
    }

    @Test
    void tests_of_other_tiers_run() throws Exception {
        Result result = run("-Dtests.left.out=kernel");

        assertThat(result.output())
                .contains("Left out: tests tagged kernel (1)", "the browser")
                .doesNotContain("the kernel");
    }

    @Test
    void without_the_property_all_tests_run() throws Exception {
        Result result = run("-Dtests.left.out=");

        assertThat(result.output()).contains("the browser", "the kernel").doesNotContain("Left out");
        assertThat(directory).isEmptyDirectory();
    }

    private Result run(String property) throws Exception {
        return ForkedTests.run(
                OfSeveralTiers.class, List.of("sh", "-c", "cd " + directory + " && exec \"$@\"", "sh"), property);
    }

    private List<String> leftOut() throws Exception {
        try (Stream<Path> lists = Files.list(directory.resolve("target/left-out"))) {
            return Files.readAllLines(lists.findFirst().orElseThrow());
        }
    }
}
