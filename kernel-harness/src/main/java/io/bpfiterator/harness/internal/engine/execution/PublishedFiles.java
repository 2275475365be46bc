// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.execution;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.internal.environment.AgentSession;
import io.bpfiterator.harness.internal.wire.InvalidMessageException;
import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.FileTree;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;

/**
 * Copies published files from a session's directory, which is deleted with the session, to JUnit's output directory.
 */
final class PublishedFiles {

    private final AgentSession session;
    private final OutputDirectoryCreator directories;

    PublishedFiles(AgentSession session, OutputDirectoryCreator directories) {
        this.session = session;
        this.directories = directories;
    }

    /** Copies a file and notifies the listener. For a file that was refused, publishes the reason as a report entry. */
    void publish(TestDescriptor descriptor, Message.FilePublished file, EngineExecutionListener listener) {
        Path received;
        try {
            received = session.published(file);
        } catch (DiagnosedException refusal) {
            listener.reportingEntryPublished(descriptor, ReportEntry.from("published file", refusal.getMessage()));
            return;
        } catch (IOException e) {
            throw notKept(file, e);
        }
        try {
            Path kept = directoryOf(descriptor).resolve(received.getFileName());
            // Files of an earlier run would look like files of this run.
            FileTree.delete(kept);
            copy(received, kept);
            listener.fileEntryPublished(descriptor, FileEntry.from(kept, file.mediaType()));
        } catch (IOException e) {
            throw notKept(file, e);
        }
    }

    /** Returns the directory of a test, unless a link in its path leaves the build's output directory. */
    private Path directoryOf(TestDescriptor descriptor) throws IOException {
        Path directory = directories.createOutputDirectory(descriptor).toRealPath();
        Path root = directories.getRootDirectory().toRealPath();
        if (!directory.startsWith(root)) {
            throw new FileSystemException(directory.toString(), root.toString(), "A link leaves the output directory");
        }
        return directory;
    }

    private static EnvironmentException notKept(Message.FilePublished file, IOException e) {
        return Failure.failed("Cannot keep the published file " + InvalidMessageException.quote(file.name()))
                .because(e)
                .remedy("Check that the build's output directory is writable and has enough space")
                .exception(EnvironmentException::new);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectory(target);
                } else {
                    // Fails if there is anything, such as a link; a link would be copied as a link.
                    Files.copy(path, target, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }
}
