package io.bpfiterator.harness.engine;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.environment.AgentSession;
import io.bpfiterator.harness.wire.Message;
import io.bpfiterator.internal.files.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;

/** Copies the files that tests have published out of a session's directory, before that is gone. */
final class PublishedFiles {

    private final AgentSession session;
    private final OutputDirectoryCreator directories;

    PublishedFiles(AgentSession session, OutputDirectoryCreator directories) {
        this.session = session;
        this.directories = directories;
    }

    /** Keeps a file and tells the listener; of one that is refused, it tells why. */
    void publish(TestDescriptor descriptor, Message.FilePublished file, EngineExecutionListener listener) {
        Path received;
        try {
            received = session.published(file);
        } catch (DiagnosedException refusal) {
            listener.reportingEntryPublished(
                    descriptor, ReportEntry.from("published file", String.valueOf(refusal.getMessage())));
            return;
        } catch (IOException e) {
            throw notKept(file, e);
        }
        try {
            Path kept = directories.createOutputDirectory(descriptor).resolve(received.getFileName());
            // What a run before this one has left would be taken for this one's.
            FileTree.delete(kept);
            copy(received, kept);
            listener.fileEntryPublished(descriptor, FileEntry.from(kept, file.mediaType()));
        } catch (IOException e) {
            throw notKept(file, e);
        }
    }

    private static EnvironmentException notKept(Message.FilePublished file, IOException e) {
        return new EnvironmentException(
                "Can't keep the file that a test has published, " + file.name() + ": " + e
                        + "; is there room in the build's output directory?",
                e);
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
