// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.warm;

import io.bpfiterator.harness.internal.vm.guest.CpioArchive;
import io.bpfiterator.internal.libbpf.Libbpf;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the files that a JVM in a guest needs before the guest sees the host's files: a JDK, libraries and jars, under
 * the same paths.
 */
final class JvmImage {

    /**
     * Parts of a JDK that no running JVM reads; the last one is for heaps from 32 GB on. What a JVM reads later, it
     * finds in the host's root.
     */
    private static final Set<String> UNUSED = Set.of(
            "jmods",
            "man",
            "demo",
            "docs",
            "include",
            "legal",
            "lib/src.zip",
            "lib/ct.sym",
            "lib/server/classes_nocoops.jsa");

    private static final Path MAPS = Path.of("/proc/self/maps");

    private static final Path LOCALES = Path.of("/usr/lib/locale");

    /** An archive of all locales is larger, and the few of a typical machine are not. */
    private static final int MAX_LOCALE = 16 << 20;

    /** Where the C library finds the user's name and home. */
    private static final List<Path> USERS = List.of(Path.of("/etc/passwd"), Path.of("/etc/nsswitch.conf"));

    private final Set<Path> files = new TreeSet<>();

    /**
     * @param jdk the home of the JDK
     * @param more jars and other files
     */
    JvmImage(Path jdk, Collection<Path> more) throws IOException {
        addTree(jdk.toRealPath());
        for (Path file : more) {
            files.add(file);
        }
        addLibraries();
        addLocales();
        USERS.stream().filter(Files::exists).forEach(files::add);
    }

    private void addTree(Path jdk) throws IOException {
        Set<Path> unused = UNUSED.stream().map(jdk::resolve).collect(Collectors.toSet());
        try (Stream<Path> tree = Files.walk(jdk, FileVisitOption.FOLLOW_LINKS)) {
            tree.filter(Files::isRegularFile)
                    .filter(file -> unused.stream().noneMatch(file::startsWith))
                    .forEach(files::add);
        }
    }

    /** Without them, the guest's JVM would have the encoding of the locale C. */
    private void addLocales() throws IOException {
        if (Files.exists(LOCALES)) {
            try (Stream<Path> tree = Files.walk(LOCALES)) {
                for (Path file : (Iterable<Path>) tree.filter(Files::isRegularFile)::iterator) {
                    if (Files.size(file) <= MAX_LOCALE) {
                        files.add(file);
                    }
                }
            }
        }
    }

    /** Adds what this JVM has mapped once it has loaded libbpf, under each name that the loader may look for. */
    private void addLibraries() throws IOException {
        Libbpf.libbpf();
        Set<Path> mapped = Files.readAllLines(MAPS).stream()
                .map(line -> line.indexOf('/') < 0 ? "" : line.substring(line.indexOf('/')))
                .filter(path -> path.contains(".so") && !path.endsWith("(deleted)"))
                .map(Path::of)
                .filter(Files::exists)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (Path library : mapped) {
            files.add(library);
            try (Stream<Path> names = Files.list(library.getParent())) {
                for (Path name : (Iterable<Path>) names.filter(Files::isSymbolicLink)::iterator) {
                    if (Files.exists(name) && name.toRealPath().equals(library)) {
                        files.add(name);
                    }
                }
            }
        }
        files.add(Path.of("/etc/ld.so.cache"));
        Path loader = Path.of("/lib64/ld-linux-x86-64.so.2");
        if (Files.exists(loader)) {
            files.add(Path.of("/usr").resolve(Path.of("/").relativize(loader)));
        }
    }

    /** @param generated further files, with their contents */
    void write(Path archive, Map<Path, byte[]> generated) throws IOException {
        Set<Path> directories = new LinkedHashSet<>();
        try (CpioArchive cpio = new CpioArchive(archive)) {
            for (Path link : List.of(Path.of("/lib"), Path.of("/lib64"))) {
                if (Files.isSymbolicLink(link)) {
                    cpio.link(
                            link.toString().substring(1),
                            Files.readSymbolicLink(link).toString());
                }
            }
            for (Path file : files) {
                addParents(cpio, file, directories);
                // A JVM ignores a class-data sharing archive if the time of a jar differs.
                cpio.file(
                        file.toString().substring(1),
                        Files.readAllBytes(file),
                        Files.getLastModifiedTime(file).to(TimeUnit.SECONDS));
            }
            for (Map.Entry<Path, byte[]> file : generated.entrySet()) {
                cpio.file(file.getKey().toString().substring(1), file.getValue());
            }
        }
    }

    private static void addParents(CpioArchive cpio, Path file, Set<Path> directories) throws IOException {
        Path parent = file.getParent();
        if (parent != null && parent.getNameCount() > 0 && directories.add(parent)) {
            addParents(cpio, parent, directories);
            cpio.directory(parent.toString().substring(1));
        }
    }
}
