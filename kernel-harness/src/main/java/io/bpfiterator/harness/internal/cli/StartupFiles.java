// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import com.sun.jna.Platform;
import io.bpfiterator.harness.internal.cds.CdsCommandArchive;
import io.bpfiterator.internal.cache.DirectoryLock;
import io.bpfiterator.internal.cache.FileCache;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Creates the files with which later runs of the command start faster: a class-data sharing archive, JNA's library,
 * and a file with the JVM arguments that use them. The launcher starts this in the background at its first use, with a
 * name that identifies the Java and the jar.
 */
public final class StartupFiles {

    /** A user has few Javas and few versions of the jar; there are three files for each. */
    private static final int MAX_FILES = 12;

    private static final String ARGUMENTS = ".arguments";
    private static final String DIRECTORY = "command";

    private StartupFiles() {}

    /**
     * Creates the files.
     *
     * @param arguments the name of the files, without suffixes, and the path of the jar
     */
    public static void main(String[] arguments) throws IOException {
        FileCache cache = FileCache.ofThisUser(DIRECTORY, MAX_FILES);
        String name = arguments[0];
        Path lock =
                Files.createDirectories(cache.directory().resolve("process")).resolve(DirectoryLock.FILE);
        try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = file.tryLock()) {
            // Null if another process is creating them, for a command that was started at the same time.
            if (held != null && cache.find(name + ARGUMENTS).isEmpty()) {
                create(cache, name, Path.of(arguments[1]));
            }
        }
    }

    /** If no archive can be created, creates an empty file of arguments, so that not every run tries. */
    private static void create(FileCache cache, String name, Path jar) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> own = ManagementFactory.getRuntimeMXBean().getInputArguments();
        List<String> use = new ArrayList<>();
        String library = "/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/libjnidispatch.so";
        // JNA otherwise unpacks its library into a temporary directory in each run.
        try (InputStream packed = StartupFiles.class.getResourceAsStream(library)) {
            if (packed != null) {
                cache.create(System.mapLibraryName(name), file -> Files.copy(packed, file));
                use.add("-Djna.boot.library.path=" + cache.directory());
                use.add("-Djna.boot.library.name=" + name);
            }
        }
        List<String> training = new ArrayList<>(own);
        training.addAll(use);
        use.addAll(new CdsCommandArchive(cache, name).create(java, training, jar, CommandTraining.class));
        cache.create(name + ARGUMENTS, file -> Files.writeString(file, text(use)));
    }

    /** Quotes arguments as java(1) reads them from a file. */
    private static String text(List<String> arguments) {
        return arguments.stream()
                .map(argument -> "\"" + argument.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n")
                .collect(Collectors.joining());
    }
}
