// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static io.bpfiterator.support.TextFiles.below;
import static io.bpfiterator.support.TextFiles.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.internal.files.SearchPath;
import io.bpfiterator.support.Extended;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The documentation becomes a site, in which the generator finds no broken link. */
@Extended
@EnabledIf(value = "hasNpm", disabledReason = "npm is not installed")
class SiteIT {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path SITE = ROOT.resolve("target/site/html");
    private static final Pattern LOADED_FROM_ELSEWHERE =
            Pattern.compile("<(?:script|link|img)[^>]*(?:src|href)=\"http");

    static boolean hasNpm() {
        return SearchPath.find("npm").isPresent();
    }

    @BeforeAll
    static void build_the_site() throws Exception {
        Process script = new ProcessBuilder(ROOT.resolve("scripts/site").toString(), "--without-javadoc")
                .redirectErrorStream(true)
                .start();
        script.getOutputStream().close();
        String printed = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).as(printed).isZero();
    }

    @Test
    void it_has_a_page_for_each_page_of_the_documentation() {
        Stream<Path> expected = below(ROOT.resolve("docs"), ".md")
                .map(page -> ROOT.resolve("docs").relativize(page).toString())
                .map(page -> page.replace("README.md", "index.md").replace(".md", ".html"))
                .map(SITE::resolve);

        assertThat(expected).isNotEmpty().allMatch(Files::exists);
    }

    @Test
    void it_shows_the_sources_to_which_the_documentation_links() {
        assertThat(SITE.resolve("source/examples/src/test/bpf/task.bpf.c.html"))
                .content()
                .contains("iter/task");
    }

    @Test
    void its_search_knows_the_pages_and_needs_no_network() {
        assertThat(below(SITE.resolve("assets"), ".js").map(file -> read(file))).anySatisfy(script -> assertThat(script)
                .contains("/guides/cgroups.html#only-this-cgroup", "documentCount"));
        assertThat(below(SITE, ".html").map(page -> read(page)))
                .noneMatch(page -> LOADED_FROM_ELSEWHERE.matcher(page).find());
    }
}
