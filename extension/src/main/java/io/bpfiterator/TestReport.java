package io.bpfiterator;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.reader.IteratorReader;
import io.bpfiterator.reader.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Attaches to JUnit's report of a test what explains its failure: texts of the iterators, and what the kernel logged
 * meanwhile. A text of at most a screen is an entry, a longer one is a file.
 *
 * <p>What goes wrong here never becomes the test's ending: it is suppressed in the test's own failure, or an entry.
 */
final class TestReport implements AutoCloseable {

    private static final int SCREEN_LINES = 24;
    private static final int SCREEN_CHARACTERS = 80 * SCREEN_LINES;

    private static final String DIRECTORY = "bpf-iterator";

    /** One text and what it is. */
    record Section(String title, String text) {
        Section {
            text = Printable.of(text);
        }
    }

    private final ExtensionContext context;
    private final ReportPolicy policy;
    private final @Nullable KernelMessages kernelMessages;

    /** Begins with the test: what the kernel logs from now on belongs to it. */
    TestReport(ExtensionContext context) {
        this.context = context;
        this.policy = ReportPolicy.of(context);
        this.kernelMessages = policy == ReportPolicy.NEVER ? null : KernelMessages.sinceNow();
    }

    /** Publishes the sections if the test is one that gets a report; blank ones are left out. */
    void publish(Supplier<List<Section>> sections) {
        if (policy.wants(context.getExecutionException())) {
            try {
                publishAll(sections.get());
            } catch (RuntimeException e) {
                keep(e);
            }
        }
    }

    private void publishAll(List<Section> ofIterators) {
        List<Section> sections = new ArrayList<>(ofIterators);
        context.getExecutionException()
                .ifPresent(failure -> sections.add(new Section("bpf log of the failure", logOf(failure))));
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
            publish(files);
        }
    }

    /** JUnit wraps what a parameter could not be resolved for. */
    private static String logOf(Throwable failure) {
        // A test's own exceptions may cause each other, in a circle.
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof BpfException ours) {
                return ours.log();
            }
        }
        return "";
    }

    private static boolean isLong(String text) {
        return text.length() > SCREEN_CHARACTERS || IteratorReader.linesOf(text).size() > SCREEN_LINES;
    }

    /** As much of the title as a file name can have, since a reader looks for the same title where the text is shorter. */
    private static String fileName(String title, Map<String, String> others) {
        String base = title.replaceAll("[^A-Za-z0-9 ._-]", "-");
        String name = base + ".txt";
        for (int number = 2; others.containsKey(name); number++) {
            name = base + "-" + number + ".txt";
        }
        return name;
    }

    /** As a directory: for a file, JUnit 5.12 and 6 know no common media type. */
    private void publish(Map<String, String> files) {
        try {
            context.publishDirectory(DIRECTORY, directory -> {
                for (Map.Entry<String, String> file : files.entrySet()) {
                    write(directory.resolve(file.getKey()), file.getValue());
                }
            });
        } catch (RuntimeException e) {
            // A launcher may have no place for files.
            files.forEach(context::publishReportEntry);
            keep(e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    private void keep(RuntimeException failure) {
        context.getExecutionException()
                .ifPresentOrElse(
                        own -> own.addSuppressed(failure),
                        () -> context.publishReportEntry("bpf report", "Not all could be reported: " + failure));
    }

    @Override
    public void close() {
        if (kernelMessages != null) {
            kernelMessages.close();
        }
    }
}
