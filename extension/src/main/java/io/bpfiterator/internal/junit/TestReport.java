// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.text.Lines;
import io.bpfiterator.internal.text.Printable;
import io.bpfiterator.internal.trace.PrintkLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Adds diagnostics to JUnit's report of a test: the output of the iterators, the logs of libbpf and the verifier, and
 * the lines of {@code bpf_printk} and the kernel's messages during the test. A text of at most one screen is an entry,
 * a longer one is a file.
 *
 * <p>An error here never changes the result of the test: it is suppressed in the test's failure, or becomes an entry.
 */
final class TestReport implements AutoCloseable {

    private static final int SCREEN_LINES = 24;
    private static final int SCREEN_CHARACTERS = 80 * SCREEN_LINES;

    /** The directory of a test's files. */
    static final String DIRECTORY = "bpf-iterator";

    /** A text with its title. */
    record Section(String title, String text) {
        Section {
            text = Printable.of(text);
        }
    }

    private final ExtensionContext context;
    private final ReportPolicy policy;
    private final @Nullable KernelMessages kernelMessages;
    private final long printkStart;

    /** Starts the report: messages that the kernel logs from now on belong to the test. */
    TestReport(ExtensionContext context) {
        this.context = context;
        this.policy = ReportPolicy.of(context);
        this.kernelMessages = policy == ReportPolicy.NEVER ? null : kernelMessages();
        this.printkStart = policy == ReportPolicy.NEVER ? 0 : PrintkLog.position();
    }

    /** Without native calls, the first use of BPF in the test fails, and is skipped where skips are configured. */
    private static @Nullable KernelMessages kernelMessages() {
        try {
            return KernelMessages.sinceNow();
        } catch (BpfException withoutNativeCalls) {
            return null;
        }
    }

    /** Returns the section with the lines that programs have printed with {@code bpf_printk} during the test. */
    Section printed() {
        return new Section("bpf_printk", PrintkLog.since(printkStart));
    }

    /**
     * Publishes the sections that are not blank, if the policy includes the test.
     *
     * @param thrown what the test threw; the context of a dynamic test does not have it
     */
    void publish(Optional<Throwable> thrown, Supplier<List<Section>> sections) {
        if (policy.includes(thrown)) {
            try {
                publishAll(thrown, sections.get());
            } catch (RuntimeException e) {
                recordError(thrown, e);
            }
        }
    }

    private void publishAll(Optional<Throwable> thrown, List<Section> ofIterators) {
        List<Section> sections = new ArrayList<>(ofIterators);
        thrown.ifPresent(failure -> sections.add(new Section("bpf log of the failure", logOf(failure))));
        if (kernelMessages != null) {
            sections.add(new Section("kernel messages", kernelMessages.read()));
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (Section section : sections) {
            if (isLong(section.text())) {
                files.put(fileName(section.title(), files), section.text());
            } else if (!section.text().isBlank()) {
                context.publishReportEntry(section.title(), section.text());
            }
        }
        if (!files.isEmpty()) {
            publish(thrown, files);
        }
    }

    /** Searches the causes, because JUnit wraps an exception from the resolution of a parameter. */
    private static String logOf(Throwable failure) {
        // The causes of exceptions may form a cycle.
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof BpfException diagnosed) {
                return diagnosed.log();
            }
        }
        return "";
    }

    private static boolean isLong(String text) {
        return text.length() > SCREEN_CHARACTERS || Lines.of(text).size() > SCREEN_LINES;
    }

    /** Returns the title as a file name, so that it is found under the same title as an entry with a short text. */
    private static String fileName(String title, Map<String, String> others) {
        String name = fileName(title);
        for (int number = 2; others.containsKey(name); number++) {
            name = fileName(title + "-" + number);
        }
        return name;
    }

    /** Returns a title as the name of a file. */
    static String fileName(String title) {
        return title.replaceAll("[^A-Za-z0-9 ._-]", "-") + ".txt";
    }

    /** Publishes a directory, because JUnit 5.12 and 6 have no media type in common for a single file. */
    private void publish(Optional<Throwable> thrown, Map<String, String> files) {
        try {
            context.publishDirectory(DIRECTORY, directory -> {
                for (Map.Entry<String, String> file : files.entrySet()) {
                    write(directory.resolve(file.getKey()), file.getValue());
                }
            });
        } catch (RuntimeException e) {
            // The launcher may not support files.
            files.forEach(context::publishReportEntry);
            recordError(thrown, e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    private void recordError(Optional<Throwable> thrown, RuntimeException failure) {
        thrown.ifPresentOrElse(
                own -> own.addSuppressed(failure),
                () -> context.publishReportEntry("bpf report", "The report is incomplete: " + CauseText.of(failure)));
    }

    @Override
    public void close() {
        if (kernelMessages != null) {
            kernelMessages.close();
        }
    }
}
