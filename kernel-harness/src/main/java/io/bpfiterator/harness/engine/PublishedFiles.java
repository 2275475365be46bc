package io.bpfiterator.harness.engine;

import io.bpfiterator.harness.wire.Message;
import io.bpfiterator.internal.files.FileTree;
import io.bpfiterator.kernel.BpfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.reporting.FileEntry;

/** Takes the files that tests have published out of an environment's directory, before that is gone. */
final class PublishedFiles {

    private final Path agentDirectory;
    private final OutputDirectoryCreator directories;

    PublishedFiles(Path agentDirectory, OutputDirectoryCreator directories) {
        this.agentDirectory = agentDirectory.normalize();
        this.directories = directories;
    }

    void publish(TestDescriptor descriptor, Message.FilePublished file, EngineExecutionListener listener) {
        Path published = Path.of(file.path()).normalize();
        try {
            Path kept = published.startsWith(agentDirectory)
                    ? directories
                            .createOutputDirectory(descriptor)
                            .resolve(published.getFileName().toString())
                    : published;
            if (!kept.equals(published)) {
                // What a run before this one has left would be taken for this one's.
                FileTree.delete(kept);
                copy(published, kept);
            }
            listener.fileEntryPublished(descriptor, FileEntry.from(kept, file.mediaType()));
        } catch (IOException e) {
            throw new BpfException(
                    "Can't keep the file that a test has published, " + published + ": " + e
                            + "; is there room in the build's output directory?",
                    e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (!Files.isDirectory(path)) {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                } else if (!Files.isDirectory(target)) {
                    Files.createDirectory(target);
                }
            }
        }
    }
}
