// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.internal.coverage.MeasuredCoverage;
import io.bpfiterator.harness.internal.coverage.MeasuredCoverage.Source;
import io.bpfiterator.internal.failure.CauseText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads the sources whose coverage a report has, for its page.
 *
 * <p>The paths come from environments, which are not trusted: another file of this machine must not become part of a
 * report that is published.
 */
public final class SourceTexts {

    /** How many bytes of a source are read. */
    static final int MAX_FILE = 512 * 1024;

    /** How many bytes of sources a report has. */
    static final int MAX_ALL = 8 * 1024 * 1024;

    private static final Predicate<String> SOURCE =
            Pattern.compile("\\.(c|h|cc|hh|cpp|hpp|rs)$").asPredicate();

    private int left = MAX_ALL;

    private SourceTexts() {}

    /** Returns a report with the texts of its sources, where this machine has them. */
    public static Report addTo(Report report) {
        List<Source> sources = report.coverage().map(MeasuredCoverage::sources).orElse(List.of());
        SourceTexts texts = new SourceTexts();
        return report.withSources(
                sources.stream().map(source -> texts.read(source.file())).toList());
    }

    private SourceText read(String file) {
        try {
            Path real = Path.of(file).toRealPath();
            if (!Files.isRegularFile(real) || !SOURCE.test(real.toString())) {
                return SourceText.missing(file, "The page shows only files that are named like sources of C or Rust.");
            }
            long size = Files.size(real);
            if (size > MAX_FILE) {
                return SourceText.missing(
                        file, "The file has " + size + " bytes, and the page shows at most " + MAX_FILE + ".");
            }
            if (size > left) {
                return SourceText.missing(
                        file, "The report has " + MAX_ALL + " bytes of other sources already, and no more.");
            }
            byte[] bytes = Files.readAllBytes(real);
            left -= bytes.length;
            return new SourceText(file, new String(bytes, StandardCharsets.UTF_8), null);
        } catch (IOException | InvalidPathException e) {
            return SourceText.missing(
                    file, "The machine that wrote the report cannot read the file: " + CauseText.of(e) + ".");
        }
    }

    /** Returns the texts of two reports. */
    static List<SourceText> merge(Collection<SourceText> some, Collection<SourceText> others) {
        Map<String, SourceText> texts = new LinkedHashMap<>();
        some.forEach(text -> texts.put(text.file(), text));
        others.forEach(text -> texts.merge(text.file(), text, SourceText::mergedWith));
        return List.copyOf(texts.values());
    }
}
