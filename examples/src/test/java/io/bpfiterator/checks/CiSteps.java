// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static io.bpfiterator.support.TextFiles.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the shell commands of the jobs in workflow files of GitHub and GitLab. */
final class CiSteps {

    private static final Pattern GITHUB_JOB = Pattern.compile("  ([\\w-]+):");
    private static final Pattern GITHUB_RUN = Pattern.compile("( +)(?:- )?run: (.*)");
    private static final Pattern GITLAB_JOB = Pattern.compile("([\\w-]+):");
    private static final Pattern GITLAB_SECTION = Pattern.compile("  (\\w+):.*");
    private static final Pattern GITLAB_COMMAND = Pattern.compile("    - (.*)");

    private CiSteps() {}

    /** Returns the scripts that a job of a workflow runs, in order. */
    static List<String> ofGithub(Path workflow, String job) {
        List<String> steps = new ArrayList<>();
        String current = "";
        List<String> lines = read(workflow).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher jobLine = GITHUB_JOB.matcher(lines.get(i));
            Matcher run = GITHUB_RUN.matcher(lines.get(i));
            if (jobLine.matches()) {
                current = jobLine.group(1);
            } else if (run.matches() && current.equals(job)) {
                steps.add(run.group(2).equals("|") ? block(lines, i + 1, run.group(1)) : run.group(2));
            }
        }
        return steps;
    }

    /** Returns the lines that are indented further than a key. */
    private static String block(List<String> lines, int from, String indent) {
        StringBuilder block = new StringBuilder();
        for (String line : lines.subList(from, lines.size())) {
            if (!line.isBlank() && !line.startsWith(indent + "  ")) {
                break;
            }
            block.append(line.strip()).append('\n');
        }
        return block.toString();
    }

    /** Returns the commands that a job of a pipeline runs, in the order of the file. */
    static List<String> ofGitlab(Path pipeline, String job) {
        List<String> steps = new ArrayList<>();
        String current = "";
        boolean isScript = false;
        for (String line : read(pipeline).lines().toList()) {
            Matcher jobLine = GITLAB_JOB.matcher(line);
            Matcher section = GITLAB_SECTION.matcher(line);
            Matcher command = GITLAB_COMMAND.matcher(line);
            if (jobLine.matches()) {
                current = jobLine.group(1);
            } else if (section.matches()) {
                isScript = section.group(1).endsWith("script");
            } else if (isScript && current.equals(job)) {
                if (command.matches()) {
                    steps.add(command.group(1));
                } else if (!line.isBlank() && !line.strip().startsWith("#")) {
                    steps.add(steps.remove(steps.size() - 1) + " " + line.strip());
                }
            }
        }
        return steps;
    }
}
