// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.TextFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A copy of an example project, or a new one, built with Maven outside this build.
 *
 * @param directory the copy
 * @param jars the jars of bpf-iterator that it uses
 */
record UserProject(Path directory, UserJars jars) {

    private static final Path EXAMPLES = Path.of("").toAbsolutePath();

    /** Copies a directory of {@code examples}, to be built with the jars that this build has made. */
    static UserProject copy(String example, Path to) throws IOException {
        return copy(example, to, UserJars.ofThisBuild());
    }

    /** Copies a directory of {@code examples}, to be built with other jars. */
    static UserProject copy(String example, Path to, UserJars jars) throws IOException {
        Path from = EXAMPLES.resolve(example);
        UserProject project = new UserProject(to, jars);
        for (Path file : TextFiles.below(from).toList()) {
            project.write(
                    from.relativize(file).toString(),
                    TextFiles.read(file)
                            .replace(
                                    "<version>" + UserJars.ofThisBuild().version() + "</version>",
                                    "<version>" + jars.version() + "</version>"));
        }
        project.addRepositories();
        return project;
    }

    /** Writes a new project with the command of this build, into an empty directory. */
    static UserProject init(Path directory) throws Exception {
        return init(directory, UserJars.ofThisBuild());
    }

    /** Writes a new project with the command that belongs to some jars, into an empty directory. */
    static UserProject init(Path directory, UserJars jars, String... options) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("java", "-jar", jars.command().toString(), "init"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .directory(Files.createDirectories(directory).toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        // After a warning, if this version is not installed.
        assertThat(output).as("what the command printed").contains("Wrote a project to ");
        UserProject project = new UserProject(directory, jars);
        project.addRepositories();
        return project;
    }

    private void addRepositories() throws IOException {
        String place = "</properties>\n";
        replace("pom.xml", place, place + jars.repositories());
    }

    /** Makes all commands of Maven in the project use the jars. */
    void useJars() throws IOException {
        write(".mvn/maven.config", String.join("\n", options()) + "\n");
    }

    /** Writes a file of the copy. */
    void write(String file, String content) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    /** Replaces text in a file of the copy, which has it. */
    void replace(String file, String text, String replacement) throws IOException {
        String content = TextFiles.read(directory.resolve(file));
        assertThat(content).contains(text);
        write(file, content.replace(text, replacement));
    }

    /** Runs the tests, requires that all of them pass, and returns Maven's output. */
    String testsPass(String... options) throws Exception {
        return test(Map.of(), true, options);
    }

    /** Runs the tests with another JDK, requires that all of them pass, and returns Maven's output. */
    String testsPassWith(Path jdk, String... options) throws Exception {
        return test(Map.of("JAVA_HOME", jdk.toString()), true, options);
    }

    /** Runs the tests, requires that some of them fail, and returns Maven's output. */
    String testsFail() throws Exception {
        return test(Map.of(), false);
    }

    private String test(Map<String, String> environment, boolean pass, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("mvn", "--batch-mode", "--no-transfer-progress"));
        command.addAll(options());
        command.addAll(List.of(options));
        command.add("test");
        ProcessBuilder maven =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        // As this project's .mvn/jvm.config does: a short build takes half of the CPU time.
        maven.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        maven.environment().putAll(environment);
        Process process = maven.start();
        process.getOutputStream().close();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor() == 0).as(log).isEqualTo(pass);
        return log;
    }

    private List<String> options() throws IOException {
        List<String> options = new ArrayList<>(jars.options());
        options.add("-Dbpfiterator.vm.warm=off");
        return options;
    }
}
