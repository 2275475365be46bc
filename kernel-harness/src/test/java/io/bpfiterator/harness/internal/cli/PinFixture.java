// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bpfiterator.harness.internal.cli.Commands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Provides a bpffs with a pinned map, a new directory in it for each pin, and a file that is not an object. */
final class PinFixture implements AutoCloseable {

    static final Path OBJECTS =
            Path.of("target/test-classes/io/bpfiterator/harness").toAbsolutePath();

    /** The names of the programs in these tests. */
    private static final List<String> PROGRAMS = List.of(
            "cli_task", "cli_one", "cli_two", "cli_first", "cli_second", "cli_map", "cli_shared_map", "cli_cgroup");

    private static final String MAP = "cli_numbers";

    private final Path directory;
    private final Path bpffs;
    private final int mapId;
    private int directories;

    /** Mounts the bpffs in a directory that the caller removes afterwards. */
    PinFixture(Path directory) throws IOException {
        this.directory = directory;
        this.bpffs = Files.createDirectory(directory.resolve("bpffs"));
        Commands.succeed(directory, "mount", "-t", "bpf", "bpf", bpffs.toString());
        String map = map().toString();
        Commands.succeed(
                directory,
                Commands.BPFTOOL,
                "map",
                "create",
                map,
                "type",
                "hash",
                "key",
                "4",
                "value",
                "8",
                "entries",
                "4",
                "name",
                MAP);
        Commands.succeed(
                directory,
                (Commands.BPFTOOL + " map update pinned " + map + " key 7 0 0 0 value 42 0 0 0 0 0 0 0").split(" "));
        String shown = Commands.succeed(directory, Commands.BPFTOOL, "map", "show", "pinned", map);
        mapId = Integer.parseInt(shown.substring(0, shown.indexOf(':')));
        Files.writeString(text(), "not an object\n");
    }

    Path directory() {
        return directory;
    }

    Path map() {
        return bpffs.resolve("numbers");
    }

    Path text() {
        return directory.resolve("text");
    }

    int mapId() {
        return mapId;
    }

    /** Creates a new directory in the bpffs. */
    Path newDirectory() {
        try {
            return Files.createDirectory(bpffs.resolve("directory" + directories++));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Runs a command with a line of arguments, whose placeholders in braces it replaces, in a directory of the bpffs.
     */
    Result run(List<String> command, Path in, String line) {
        return Commands.run(in, command, arguments(in, line));
    }

    /** Runs our command in this JVM, which is faster, but not in the directory. */
    Result runHere(Path in, String line) {
        return Commands.runHere(arguments(in, line));
    }

    private String[] arguments(Path in, String line) {
        String replaced = line.replace("{obj}", OBJECTS.toString())
                .replace("{here}", in.toString())
                .replace("{id}", Integer.toString(mapId))
                .replace("{hex}", "0x" + Integer.toHexString(mapId))
                .replace("{map}", map().toString())
                .replace("{text}", text().toString());
        return replaced.isEmpty() ? new String[0] : replaced.split(" ");
    }

    /** Returns the output of each iterator that is pinned in a directory, read with cat, by file name. */
    static SortedMap<String, String> contents(Path in) {
        SortedMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(in)) {
            files.forEach(
                    file -> contents.put(file.getFileName().toString(), Commands.succeed(in, "cat", file.toString())));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return contents;
    }

    /** Unmounts the bpffs, which unpins everything, and checks that the kernel has removed the programs and the map. */
    @Override
    public void close() {
        Commands.succeed(directory, "umount", bpffs.toString());
        for (String program : PROGRAMS) {
            awaitRemoval("prog", program);
        }
        awaitRemoval("map", MAP);
    }

    /** bpftool fails without a message if it finds none. */
    private void awaitRemoval(String kind, String name) {
        await().pollDelay(Duration.ZERO).untilAsserted(() -> assertThat(
                        Commands.run(directory, List.of(Commands.BPFTOOL), kind, "show", "name", name))
                .isEqualTo(new Result(255, "", "")));
    }
}
