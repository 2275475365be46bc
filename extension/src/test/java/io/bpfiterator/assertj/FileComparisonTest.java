// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.assertj;

import static io.bpfiterator.assertj.FileOption.inAnyOrder;
import static io.bpfiterator.assertj.FileOption.masking;
import static io.bpfiterator.assertj.FileOption.maskingNumbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.expected.ExpectedFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The file has a header, and the tasks java and sh with masked numbers. */
class FileComparisonTest {

    private static final String FILE = "expected/tasks.txt";

    private static FileComparison comparison(String file, FileOption... options) {
        return new FileComparison(
                "iterator dump_task",
                new ExpectedFile(file, FileComparison.caller(), "5.10"),
                key -> Optional.empty(),
                options);
    }

    @Test
    void masked_lines_match() {
        assertThat(comparison(FILE, maskingNumbers()).compare(List.of("pid comm", "    1 java", "12345 sh")))
                .isEmpty();
    }

    @Test
    void lines_in_another_order_match_in_any_order_only() {
        List<String> printed = List.of("pid comm", "1 sh", "2 java");

        assertThat(comparison(FILE, maskingNumbers()).compare(printed)).isPresent();
        assertThat(comparison(FILE, maskingNumbers(), inAnyOrder()).compare(printed))
                .isEmpty();
    }

    @Test
    void a_mismatch_shows_the_lines_that_differ_and_how_to_update() {
        FileComparison.Mismatch mismatch = comparison(FILE, maskingNumbers())
                .compare(List.of("pid comm", "1 java", "2 bash"))
                .orElseThrow();

        assertThat(mismatch.message()).isEqualTo("""
                        Expected iterator dump_task to print the lines of expected/tasks.txt, but 2 lines differed \
                        (- expected, + printed):
                          pid comm
                          <number> java
                        - <number> sh
                        + <number> bash
                        If the output is right, update the file with -Dbpfiterator.golden=update.""");
        assertThat(mismatch.expected()).isEqualTo("pid comm\n<number> java\n<number> sh");
        assertThat(mismatch.actual()).isEqualTo("pid comm\n<number> java\n<number> bash");
    }

    @Test
    void a_missing_file_is_a_mismatch_that_says_how_to_write_it() {
        assertThat(comparison("none.txt", masking("j.*", "<comm>"))
                        .compare(List.of("1 java"))
                        .orElseThrow()
                        .message())
                .isEqualTo("Expected iterator dump_task to print the lines of none.txt, but no resource of "
                        + getClass().getName() + " has the name none.5.10.txt or none.txt. Write the file with"
                        + " -Dbpfiterator.golden=update. The iterator printed, masked:\n  1 <comm>");
    }

    @Test
    void the_caller_is_the_class_with_the_lambda_too() {
        assertThat(List.of(1)).first().satisfies(one -> assertThat(FileComparison.caller())
                .isEqualTo(FileComparisonTest.class));
    }

    @Test
    void an_update_writes_a_file_that_differs_and_no_other() {
        ExpectedFile withoutSources = new ExpectedFile("/io/bpfiterator/assertj/" + FILE, String.class, "5.10");
        FileComparison update = new FileComparison(
                "iterator dump_task", withoutSources, key -> Optional.of("update"), maskingNumbers());

        assertThat(update.compare(List.of("pid comm", "1 java", "2 sh"))).isEmpty();
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> update.compare(List.of("1 java")))
                .withMessageStartingWith("Cannot update the expected output io/bpfiterator/assertj/" + FILE)
                .withMessageEndingWith("\n<number> java");
    }

    @Test
    void an_invalid_expression_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> masking("(", "<x>"));
    }
}
