package io.bpfiterator.clang;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Objects on disk. Beside each is a checklist in the format of {@code sha256sum(1)}: the object, and the files that it was
 * made of.
 *
 * <p>Several JVMs may use it at once without a lock: each file is renamed into place when it is whole, and an object is
 * taken only where it and all of its files are as its checklist says.
 */
final class ObjectCache {

    static final String DIRECTORY = "objects";

    private final CompileCache cache;

    ObjectCache(CompileCache cache) {
        this.cache = cache;
    }

    /** Returns the place of the object that is identified by a text. */
    Entry entry(String identity) {
        return new Entry(FileHash.of(identity.getBytes(StandardCharsets.UTF_8)));
    }

    final class Entry {

        private static final String SEPARATOR = "  ";
        private static final String OBJECT = ".bpf.o";
        private static final String CHECKLIST = ".sha256";

        private final String key;

        private Entry(String key) {
            this.key = key;
        }

        /** Returns the object, if it is there and up to date. */
        Optional<byte[]> find() {
            return cache.places(DIRECTORY)
                    .map(directory -> find(directory.resolve(key + OBJECT), directory.resolve(key + CHECKLIST)))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        private Optional<byte[]> find(Path object, Path checklist) {
            try {
                List<String> lines = Files.readAllLines(checklist);
                byte[] bytes = Files.readAllBytes(object);
                boolean same = !lines.isEmpty()
                        && lines.get(0).equals(line(FileHash.of(bytes), object))
                        && lines.stream().skip(1).allMatch(Entry::holds);
                return same ? Optional.of(bytes) : Optional.empty();
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw TemporaryDirectory.notWritable(cache.own(), e);
            }
        }

        /** Keeps an object, unless a file changed while clang read it: which of its contents clang saw, nobody knows. */
        void store(Clang.Output output) {
            Path object = cache.own().resolve(DIRECTORY).resolve(key + OBJECT);
            List<String> lines = new ArrayList<>(List.of(line(FileHash.of(output.object()), object)));
            try (TemporaryDirectory temporary = TemporaryDirectory.in(cache.own())) {
                for (Path file : dependencies(output)) {
                    if (Files.getLastModifiedTime(file).toInstant().isAfter(output.started())) {
                        return;
                    }
                    lines.add(line(FileHash.of(file), file));
                }
                Files.createDirectories(object.getParent());
                Path newObject = Files.write(temporary.path().resolve("object"), output.object());
                Path newChecklist = Files.write(temporary.path().resolve("checklist"), lines);
                Files.move(newObject, object, StandardCopyOption.ATOMIC_MOVE);
                Files.move(newChecklist, object.resolveSibling(key + CHECKLIST), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw TemporaryDirectory.notWritable(cache.own(), e);
            }
        }

        /** What lies in the cache itself is never changed. */
        private List<Path> dependencies(Clang.Output output) {
            return output.dependencies().stream()
                    .filter(file -> !cache.holds(file))
                    .toList();
        }

        private static boolean holds(String line) {
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
