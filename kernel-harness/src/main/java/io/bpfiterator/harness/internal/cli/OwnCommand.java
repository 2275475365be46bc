// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import io.bpfiterator.internal.settings.Setting;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line that runs this program again, with the settings that it was given. */
final class OwnCommand {

    /** Named by its package, since the main class depends on all commands. */
    private static final String MAIN = OwnCommand.class.getPackageName() + ".Main";

    private OwnCommand() {}

    /**
     * Returns a command that runs this program in a virtual machine, as {@code shell} does.
     *
     * @param read the file that it reads; empty for none
     */
    static List<String> on(String kernel, Optional<Path> read, String... arguments) {
        List<String> command = new ArrayList<>(here());
        command.addAll(List.of("shell", kernel));
        Stream.of(classPath(), Stream.of(Path.of(System.getProperty("java.home"))), read.stream())
                .flatMap(paths -> paths)
                .filter(Files::exists)
                .forEach(path -> command.addAll(List.of("--readable", path.toString())));
        command.add("--");
        command.addAll(here());
        command.addAll(List.of(arguments));
        return command;
    }

    private static Stream<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath());
    }

    private static List<String> here() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(Setting.PREFIX))
                .sorted()
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.add("-classpath");
        command.add(classPath().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(MAIN);
        return command;
    }
}
