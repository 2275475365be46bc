package io.bpfiterator.harness.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.harness.wire.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

class PublishedFilesTest {

    private final TestDescriptor test = new EngineDescriptor(UniqueId.forEngine("test"), "test");
    private final List<Path> published = new ArrayList<>();

    @TempDir
    private Path temporary;

    private Path agent;
    private Path output;

    @BeforeEach
    void make() throws IOException {
        agent = Files.createDirectory(temporary.resolve("agent"));
        output = Files.createDirectories(temporary.resolve("build/output"));
    }

    private void publish(Path path) {
        new PublishedFiles(agent, new OutputDirectoryCreator() {
                    @Override
                    public Path getRootDirectory() {
                        return output;
                    }

                    @Override
                    public Path createOutputDirectory(TestDescriptor descriptor) {
                        return output;
                    }
                })
                .publish(
                        test,
                        new Message.FilePublished("test", "", path.toString(), "text/plain"),
                        new EngineExecutionListener() {
                            @Override
                            public void fileEntryPublished(TestDescriptor descriptor, FileEntry file) {
                                published.add(file.getPath());
                            }
                        });
    }

    @Test
    void are_copied_out_of_the_environments_directory() throws IOException {
        Path file = Files.writeString(agent.resolve("file"), "of this run");
        Files.writeString(output.resolve("file"), "of an earlier run");

        publish(file);

        assertThat(published).containsExactly(output.resolve("file"));
        assertThat(output.resolve("file")).hasContent("of this run");
    }

    @Test
    void replace_a_link_of_an_earlier_run_and_not_what_it_leads_to() throws IOException {
        Path file = Files.writeString(agent.resolve("file"), "of this run");
        Path other = Files.writeString(temporary.resolve("other"), "other");
        Files.createSymbolicLink(output.resolve("file"), other);

        publish(file);

        assertThat(other).hasContent("other");
        assertThat(output.resolve("file")).hasContent("of this run");
    }

    @Test
    void delete_nothing_outside_of_the_output_directory_whatever_an_agent_calls_them() throws IOException {
        Path other = Files.createFile(temporary.resolve("build/other"));
        Files.createDirectory(agent.resolve("directory"));

        publish(agent.resolve("directory/.."));

        assertThat(other).exists();
    }
}
