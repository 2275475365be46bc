// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import io.bpfiterator.internal.cache.UnfinishedFiles;
import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.internal.files.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Caches objects on disk. Each object has a checklist in the format of {@code sha256sum(1)}, with the hashes of the
 * object and of the files that it was compiled from.
 *
 * <p>Several JVMs may use the cache at once without a lock: each file is renamed into place when it is complete, and an
 * object is used only if its hash and those of all its files match the checklist.
 */
final class ObjectCache {

    private static final String OBJECT = ".bpf.o";
    private static final String CHECKLIST = ".sha256";

    private final CompileCache cache;

    ObjectCache(CompileCache cache) {
        this.cache = cache;
    }

    /** Returns the entry of the object with an identity. */
    Entry entry(String identity) {
        return new Entry(Sha256.hex(identity.getBytes(StandardCharsets.UTF_8)));
    }

    private void makeRoom() throws IOException {
        List<Path> objects = cache.entries(CacheArea.OBJECTS).stream()
                .filter(file -> file.toString().endsWith(OBJECT))
                .toList();
        CacheArea.OBJECTS.limit().makeRoom(objects, ObjectCache::remove);
    }

    /** Removes an object and its checklist. */
    private static void remove(Path object) {
        String name = object.getFileName().toString();
        String key = name.substring(0, name.length() - OBJECT.length());
        FileTree.deleteIfPossible(object.resolveSibling(key + CHECKLIST));
        FileTree.deleteIfPossible(object);
    }

    final class Entry {

        private static final String SEPARATOR = "  ";

        private final String key;

        private Entry(String key) {
            this.key = key;
        }

        /** Returns the object if it is in the cache and up to date. */
        Optional<byte[]> find() {
            return cache.candidates(CacheArea.OBJECTS.toString())
                    .map(directory -> find(directory.resolve(key + OBJECT), directory.resolve(key + CHECKLIST)))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        private Optional<byte[]> find(Path object, Path checklist) {
            try {
                List<String> lines = Files.readAllLines(checklist);
                byte[] bytes = Files.readAllBytes(object);
                boolean upToDate = !lines.isEmpty()
                        && lines.get(0).equals(line(Sha256.hex(bytes), object))
                        && lines.stream().skip(1).allMatch(Entry::matches);
                if (!upToDate) {
                    return Optional.empty();
                }
                cache.markUsed(object);
                return Optional.of(bytes);
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw cache.unusable(e);
            }
        }

        /**
         * Stores an object, unless a file has changed since clang was started: it is unknown which of its contents
         * clang read.
         */
        void store(Clang.Output output) {
            Path object = CacheArea.OBJECTS.in(cache.own()).resolve(key + OBJECT);
            List<String> lines = new ArrayList<>(List.of(line(Sha256.hex(output.object()), object)));
            try (UnfinishedFiles files = UnfinishedFiles.in(cache.own())) {
                for (Path file : dependencies(output)) {
                    if (Files.getLastModifiedTime(file).toInstant().isAfter(output.started())) {
                        return;
                    }
                    lines.add(line(FileHash.of(file), file));
                }
                makeRoom();
                files.publish(Files.write(files.path("object"), output.object()), object);
                files.publish(Files.write(files.path("checklist"), lines), object.resolveSibling(key + CHECKLIST));
            } catch (IOException e) {
                throw cache.unusable(e);
            }
        }

        /** Leaves out the files in the cache itself, which never change. */
        private List<Path> dependencies(Clang.Output output) {
            return output.dependencies().stream()
                    .filter(file -> !cache.contains(file))
                    .toList();
        }

        private static boolean matches(String line) {
            int separator = line.indexOf(SEPARATOR);
            if (separator < 0) {
                return false;
            }
            Path file = Path.of(line.substring(separator + SEPARATOR.length()));
            return Files.isReadable(file) && line.equals(line(FileHash.of(file), file));
        }

        private static String line(String hash, Path file) {
            return hash + SEPARATOR + file;
        }
    }
}
