// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static io.bpfiterator.support.TextFiles.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.Slow;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's quick start works in any directory, with the jars that this build has made. */
@Slow
class QuickStartIT {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern SNIPPET = Pattern.compile("```(java|c)\\n(.*?)```", Pattern.DOTALL);
    private static final String ONE_TEST = "Tests run: 1, Failures: 0, Errors: 0, Skipped: 0";

    @TempDir
    private Path directory;

    private UserProject project;

    @BeforeEach
    void write_a_project() throws Exception {
        project = UserProject.init(directory);
    }

    @Test
    void the_test_of_a_new_project_passes() throws Exception {
        assertThat(project.testsPass()).contains(ONE_TEST);
    }

    @Test
    void the_snippets_pass_as_they_are() throws Exception {
        List<String> snippets = SNIPPET.matcher(read(ROOT.resolve("README.md")))
                .results()
                .map(snippet -> snippet.group(2))
                .toList();
        assertThat(snippets).hasSize(2);
        project.write("src/test/java/org/example/TasksTest.java", snippets.get(0));
        project.write("src/test/resources/org/example/tasks.bpf.c", snippets.get(1));

        assertThat(project.testsPass()).contains(ONE_TEST);
    }
}
