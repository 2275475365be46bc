// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static io.bpfiterator.support.TextFiles.below;
import static io.bpfiterator.support.TextFiles.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.Slow;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's quick start and the guides work in any directory, with the jars that this build has made. */
@Slow
class QuickStartIT {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern SNIPPET = Pattern.compile("```(java|c)\\n(.*?)```", Pattern.DOTALL);

    /** A file that a guide shows as a whole, after its path. */
    private static final Pattern FILE =
            Pattern.compile("`(src/test/[^`]+)`:\\n\\n```(?:java|c)\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    private UserProject project;

    @BeforeEach
    void write_a_project() throws Exception {
        project = UserProject.init(directory);
    }

    @Test
    void the_test_of_a_new_project_passes() throws Exception {
        assertThat(project.testsPass()).contains(passed(1));
    }

    @Test
    void the_files_in_the_documentation_pass_as_they_are() throws Exception {
        List<String> snippets = SNIPPET.matcher(read(ROOT.resolve("README.md")))
                .results()
                .map(snippet -> snippet.group(2))
                .toList();
        assertThat(snippets).hasSize(2);
        project.write("src/test/java/org/example/TasksTest.java", snippets.get(0));
        project.write("src/test/resources/org/example/tasks.bpf.c", snippets.get(1));
        int tests = 1;
        for (Path guide : below(ROOT.resolve("docs"), ".md").toList()) {
            for (MatchResult file : FILE.matcher(read(guide)).results().toList()) {
                project.write(file.group(1), file.group(2));
                tests += file.group(1).endsWith("Test.java") ? 1 : 0;
            }
        }
        assertThat(tests).as("number of test classes").isEqualTo(3);

        assertThat(project.testsPass()).contains(passed(tests));
    }

    private static String passed(int tests) {
        return "Tests run: " + tests + ", Failures: 0, Errors: 0, Skipped: 0";
    }
}
