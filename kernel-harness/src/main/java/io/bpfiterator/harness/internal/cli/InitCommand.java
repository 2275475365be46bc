// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a new project. */
@Command(
        name = "init",
        description = "Write a project with a BPF iterator, a test of it and a workflow for GitHub into a directory.")
final class InitCommand implements Callable<Integer> {

    private final Output output;

    @Option(
            names = "--directory",
            paramLabel = "DIRECTORY",
            defaultValue = "",
            description = "An empty directory, which is created if it does not exist; default: the current directory.")
    private Path directory = Path.of("");

    @Option(names = "--gradle", description = "Write a build for Gradle, not for Maven.")
    private boolean gradle;

    @Option(names = "--kotlin", description = "Write the test in Kotlin, not in Java.")
    private boolean kotlin;

    InitCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        NewProject project = new NewProject(gradle, kotlin);
        Path written = project.write(directory);
        Optional<Path> lacking = project.requiresInstallation()
                ? LocalRepository.ofThisUser().lacking(project.version())
                : Optional.empty();
        lacking.ifPresent(repository -> output.progress("Warning: " + repository + " lacks bpf-iterator "
                + project.version() + ", and there is no release yet. Run mvn install -DskipTests in its checkout."));
        String test = project.testCommand();
        output.result("Wrote a project to " + written + ". Run its test there: " + test, json -> json.beginObject()
                .name("directory")
                .value(written.toString())
                .name("test")
                .value(test)
                .name("installed")
                .value(lacking.isEmpty())
                .endObject());
        return ExitStatus.OK;
    }
}
