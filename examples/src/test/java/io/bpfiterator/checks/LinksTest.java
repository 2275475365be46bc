// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static io.bpfiterator.support.TextFiles.below;
import static io.bpfiterator.support.TextFiles.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each link in the documentation to a file of the project leads to a file, and to a heading that it has. */
class LinksTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern BLOCK = Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\]\\((?![a-z]+:)([^)#\\s]*)(?:#([^)]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    @Test
    void each_link_leads_to_a_file_and_a_heading() {
        assertThat(pages().flatMap(LinksTest::brokenLinks)).isEmpty();
    }

    @Test
    void each_page_is_linked_from_another() {
        List<Path> linked = pages().flatMap(page -> links(page).map(link -> target(page, link)))
                .map(target -> Files.isDirectory(target) ? target.resolve("README.md") : target)
                .toList();
        assertThat(pages().filter(page -> !page.equals(ROOT.resolve("README.md"))))
                .isSubsetOf(linked);
    }

    private static Stream<Path> pages() {
        return Stream.concat(
                Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
                        .map(ROOT::resolve),
                below(ROOT.resolve("docs"), ".md"));
    }

    private static Stream<String> brokenLinks(Path page) {
        return links(page)
                .flatMap(link -> problem(target(page, link), link.group(2)).stream())
                .map(problem -> ROOT.relativize(page) + ": " + problem);
    }

    private static Stream<MatchResult> links(Path page) {
        return LINK.matcher(BLOCK.matcher(read(page)).replaceAll("")).results();
    }

    private static Path target(Path page, MatchResult link) {
        return link.group(1).isEmpty()
                ? page
                : page.resolveSibling(link.group(1)).normalize();
    }

    private static Optional<String> problem(Path target, String anchor) {
        if (!Files.exists(target)) {
            return Optional.of(ROOT.relativize(target) + " does not exist");
        }
        return anchor == null || anchors(target).anyMatch(anchor::equals)
                ? Optional.empty()
                : Optional.of(ROOT.relativize(target) + " has no heading #" + anchor);
    }

    /** Returns the anchors of headings as GitHub and GitLab form them. */
    private static Stream<String> anchors(Path page) {
        return HEADING.matcher(BLOCK.matcher(read(page)).replaceAll(""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                        .strip()
                        .replaceAll("\\s", "-"));
    }
}
