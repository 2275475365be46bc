// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cds;

import io.bpfiterator.harness.internal.run.RunDirectory;
import io.bpfiterator.internal.cache.FileCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The class-data sharing archive of a command that consists of one jar. */
public final class CdsCommandArchive {

    private final FileCache cache;
    private final String name;

    /** @param name the name of the archive in the cache, without a suffix */
    public CdsCommandArchive(FileCache cache, String name) {
        this.cache = cache;
        this.name = name;
    }

    /**
     * Creates the archive of the classes that a training run loads.
     *
     * @param java the path of {@code java}
     * @param jvmArguments those of each run of the command
     * @param training the main class of the training run
     * @return the JVM arguments that use the archive; empty if the JVM cannot create one
     */
    public List<String> create(Path java, List<String> jvmArguments, Path jar, Class<?> training) throws IOException {
        for (CdsArchiveKind kind : CdsArchives.kindsSupportedBy(java)) {
            String file = name + kind.suffix();
            boolean created = cache.create(file, archive -> {
                List<String> command = new ArrayList<>(List.of(java.toString()));
                command.addAll(jvmArguments);
                command.addAll(kind.createArguments(archive));
                command.addAll(List.of("-classpath", jar.toString(), training.getName()));
                boolean succeeded = run(command) && Files.exists(archive);
                if (!succeeded) {
                    Files.deleteIfExists(archive);
                }
                return succeeded;
            });
            if (created) {
                return kind.useArguments(cache.directory().resolve(file));
            }
        }
        return List.of();
    }

    private static boolean run(List<String> command) throws IOException {
        try (RunDirectory directory = RunDirectory.create()) {
            return CdsTrainingResult.await(command, directory.path().resolve("output"))
                    .succeeded();
        }
    }
}
