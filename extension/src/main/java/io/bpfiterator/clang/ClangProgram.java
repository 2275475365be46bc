package io.bpfiterator.clang;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells one clang from another by its file: to ask it takes 30 ms, and a second on an emulated processor. */
final class ClangProgram {

    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    private ClangProgram() {}

    /**
     * Returns which program a command is: its file, size and time. Nothing is returned for a script, which may run another
     * clang tomorrow, and for what is not there.
     */
    static Optional<String> named(String command) {
        Stream<Path> files = command.contains("/")
                ? Stream.of(Path.of(command))
                : Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                        .filter(directory -> !directory.isEmpty())
                        .map(directory -> Path.of(directory, command));
        return files.filter(Files::isExecutable).findFirst().flatMap(ClangProgram::identity);
    }

    private static Optional<String> identity(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ELF.length), ELF)
                    ? Optional.of(file.toRealPath() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file))
                    : Optional.empty();
        } catch (IOException e) {
            // It can be run, though not read: then it must tell itself.
            return Optional.empty();
        }
    }
}
