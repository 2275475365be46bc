// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.internal.text.Printable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Publishes the log of an iterator with {@code debug = true} as a file of the test, and says on standard error where it
 * is: build tools neither show a test's files nor its report entries.
 */
public final class DebugLog {

    private static final String PREFIX = "bpf-iterator: the log of iterator ";

    private static volatile boolean filesAreCopied;

    private DebugLog() {}

    /** Omits the paths of files from now on, because another process copies the files of this one. */
    public static void omitPaths() {
        filesAreCopied = true;
    }

    static void publish(ExtensionContext context, String iterator, String log) {
        String title = "bpf log of " + iterator;
        String text = log.isBlank() ? "(nothing)" : Printable.of(log);
        String file = TestReport.fileName(title);
        List<Path> written = new ArrayList<>();
        try {
            context.publishDirectory(
                    TestReport.DIRECTORY, directory -> written.add(Files.writeString(directory.resolve(file), text)));
        } catch (RuntimeException launcherKeepsNoFiles) {
            context.publishReportEntry(title, text);
            System.err.println(PREFIX + iterator + " is the report entry \"" + title + "\" of the test");
            return;
        }
        System.err.println(PREFIX + iterator + " is "
                + (filesAreCopied
                        ? "the file \"" + file + "\" of the test in the report"
                        : "in " + written.get(0).toAbsolutePath()));
    }
}
