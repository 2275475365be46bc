// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The texts of sources in a report. */
class SourceTextsTest {

    @TempDir
    private Path directory;

    private static Report report(Path... files) {
        List<Source> sources = Stream.of(files)
                .map(file -> new Source(file.toString(), List.of(1), List.of(), List.of(), List.of(), List.of()))
                .toList();
        return new Report(
                Reports.NOON,
                List.of(Reports.environment("host", "6.18").withCoverage(new MeasuredCoverage(sources, List.of()))),
                List.of());
    }

    private static List<SourceText> read(Path... files) {
        return SourceTexts.addTo(report(files)).sources();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void are_read_where_the_report_is_written() throws IOException {
        Path source = write("a.bpf.c", "int a;\n");

        assertThat(read(source)).containsExactly(new SourceText(source.toString(), "int a;\n", null));
    }

    @Test
    void are_absent_without_coverage() {
        assertThat(SourceTexts.addTo(Reports.passed("host", "6.18", "one")).sources())
                .isEmpty();
    }

    @Test
    void that_cannot_be_read_have_a_reason() {
        assertThat(read(directory.resolve("absent.bpf.c"))).singleElement().satisfies(text -> {
            assertThat(text.text()).isNull();
            assertThat(text.note())
                    .startsWith("The machine that wrote the report cannot read the file: ")
                    .endsWith("absent.bpf.c does not exist.");
        });
    }

    @Test
    void do_not_include_other_files_that_an_environment_names() throws IOException {
        Path secret = write("id_rsa", "secret");
        Path link = Files.createSymbolicLink(directory.resolve("link.bpf.c"), secret);

        assertThat(read(secret, link, Path.of("/dev/zero"), directory))
                .hasSize(4)
                .allSatisfy(text -> {
                    assertThat(text.text()).isNull();
                    assertThat(text.note())
                            .isEqualTo("The page shows only files that are named like sources of C or Rust.");
                });
    }

    @Test
    void are_limited_in_size() throws IOException {
        Path large = write("large.c", "x".repeat(SourceTexts.MAX_FILE + 1));

        assertThat(read(large))
                .containsExactly(new SourceText(
                        large.toString(), null, "The file has 524289 bytes, and the page shows at most 524288."));
    }

    @Test
    void are_limited_in_their_sum() {
        Path[] files = IntStream.rangeClosed(1, 17)
                .mapToObj(number -> {
                    try {
                        return write(number + ".c", "x".repeat(SourceTexts.MAX_FILE));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toArray(Path[]::new);

        assertThat(read(files))
                .filteredOn(text -> text.text() == null)
                .singleElement()
                .satisfies(text -> assertThat(text.note())
                        .isEqualTo("The report has 8388608 bytes of other sources already, and no more."));
    }

    @Nested
    class In_merged_reports {

        private static Report with(SourceText... texts) {
            return report().withSources(List.of(texts));
        }

        @Test
        void are_those_of_all_reports() {
            SourceText one = new SourceText("/one.c", "1", null);
            SourceText other = new SourceText("/other.c", "2", null);

            assertThat(ReportMerge.of(List.of(with(one), with(other))).sources())
                    .containsExactly(one, other);
            assertThat(RerunMerge.merge(with(one), with(other)).sources()).containsExactly(other, one);
        }

        @Test
        void are_known_if_one_report_knows_them() {
            SourceText missing = SourceText.missing("/one.c", "no such file");
            SourceText known = new SourceText("/one.c", "1", null);

            assertThat(ReportMerge.of(List.of(with(missing), with(known))).sources())
                    .containsExactly(known);
        }

        @Test
        void are_marked_if_they_differ() {
            SourceText one = new SourceText("/one.c", "1", null);

            assertThat(ReportMerge.of(List.of(with(one), with(new SourceText("/one.c", "2", null))))
                            .sources())
                    .containsExactly(
                            new SourceText("/one.c", "1", "The merged reports have different texts of this file."));
        }
    }

    @Test
    void are_the_same_after_they_were_written_as_json() throws IOException {
        Report report = SourceTexts.addTo(report(write("a.bpf.c", "\tint a;\r\n"), directory.resolve("b.c")));

        assertThat(ReportJson.read(ReportJson.write(report), "x.json")).isEqualTo(report);
    }
}
