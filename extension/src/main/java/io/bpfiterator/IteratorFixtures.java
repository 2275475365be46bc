package io.bpfiterator;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.kernel.Teardown;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.reader.IteratorReader;
import io.bpfiterator.reader.Printable;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * The iterators that are pinned for one test, or for one class: JUnit closes them with the context, newest first.
 *
 * <p>Both kinds of closeable: JUnit 5.12 knows only the older one, and a configuration parameter of later ones switches the
 * newer one off.
 */
@SuppressWarnings("deprecation")
final class IteratorFixtures implements CloseableResource, AutoCloseable {

    private final ExtensionContext context;
    private final Map<IteratorDeclaration, IteratorFixture> fixtures = new LinkedHashMap<>();

    private final @Nullable TestReport report;
    private @Nullable BpfSession session;

    private IteratorFixtures(ExtensionContext context) {
        this.context = context;
        this.report = context.getTestMethod().isPresent() ? new TestReport(context) : null;
    }

    /** Returns those of exactly this context: a store also looks into its parents', so the key has the context's id. */
    static IteratorFixtures of(ExtensionContext context) {
        return context.getStore(Namespace.create(BpfIteratorExtension.class))
                .getOrComputeIfAbsent(
                        context.getUniqueId(), id -> new IteratorFixtures(context), IteratorFixtures.class);
    }

    /** Pins an iterator, or returns the one that this context has pinned already. */
    IteratorFixture open(IteratorDeclaration declaration) {
        IteratorFixture fixture = fixtures.get(declaration);
        if (fixture == null) {
            fixture = pin(declaration);
            fixtures.put(declaration, fixture);
        }
        return fixture;
    }

    /** Returns the session of this context, which is closed before the iterators. */
    BpfSession session() {
        BpfSession opened = session;
        if (opened == null) {
            opened = BpfSession.besides(context.getRequiredTestClass());
            session = opened;
        }
        return opened;
    }

    /** Returns what this context and those around it have pinned so far, by where it was declared, nearest first. */
    List<List<IteratorFixture>> inReach() {
        List<List<IteratorFixture>> levels = new ArrayList<>();
        for (Optional<ExtensionContext> around = Optional.of(context);
                around.isPresent();
                around = around.get().getParent()) {
            List<List<IteratorFixture>> outermostFirst =
                    new ArrayList<>(of(around.get()).byPlace());
            Collections.reverse(outermostFirst);
            levels.addAll(outermostFirst);
        }
        return levels;
    }

    /** A method and its parameters are one place. */
    private Collection<List<IteratorFixture>> byPlace() {
        Map<Object, List<IteratorFixture>> places = new LinkedHashMap<>();
        fixtures.forEach((declaration, fixture) -> {
            Object place = declaration.element() instanceof Parameter parameter
                    ? parameter.getDeclaringExecutable()
                    : declaration.element();
            places.computeIfAbsent(place, unknown -> new ArrayList<>()).add(fixture);
        });
        return places.values();
    }

    private IteratorFixture pin(IteratorDeclaration declaration) {
        SkipPolicy policy = SkipPolicy.of(context);
        boolean debug = declaration.annotation().debug();
        try {
            IteratorFixture fixture = new IteratorFixture(
                    declaration, text -> Placeholders.replace(text, context), pinWords(declaration));
            if (debug) {
                publish("bpf log of " + declaration.name(), fixture.log());
            }
            return fixture;
        } catch (BpfException e) {
            if (debug) {
                publish("bpf log of " + declaration.name(), e.log());
            }
            throw policy.endingFor(e);
        }
    }

    private String pinWords(IteratorDeclaration declaration) {
        return context.getRequiredTestClass().getSimpleName()
                + context.getTestMethod().map(method -> "-" + method.getName()).orElse("")
                + "-" + declaration.name();
    }

    /** Publishes what the test has read; an iterator that it has not read is not read for the report. */
    void publishOutput() {
        Settings settings = context::getConfigurationParameter;
        int limit = settings.value(ExtensionSettings.OUTPUT_LINES);
        if (limit > 0) {
            fixtures.forEach((declaration, fixture) -> fixture.reader()
                    .latestOutput()
                    .ifPresent(output -> publish(declaration.name(), firstLines(output, limit))));
        }
    }

    /** Publishes what explains the test's failure. */
    void publishReport() {
        if (report != null) {
            report.publish(this::sections);
        }
    }

    /** Has what the readers in reach read last; a reader of the class may have done so in an earlier test. */
    private List<TestReport.Section> sections() {
        List<TestReport.Section> sections = new ArrayList<>();
        for (Optional<ExtensionContext> around = Optional.of(context);
                around.isPresent();
                around = around.get().getParent()) {
            of(around.get()).addTo(sections);
        }
        return sections;
    }

    private void addTo(List<TestReport.Section> sections) {
        List<BpfObject> objects = new ArrayList<>();
        fixtures.values().forEach(fixture -> objects.add(fixture.object()));
        List<IteratorReader> readers = new ArrayList<>();
        if (session != null) {
            objects.addAll(session.objects());
            readers.addAll(session.readers());
        }
        for (BpfObject object : objects) {
            sections.add(new TestReport.Section("bpf log of " + object.name(), object.log()));
            readers.addAll(object.readers());
        }
        for (IteratorReader reader : readers) {
            reader.latestOutput()
                    .ifPresent(output -> sections.add(new TestReport.Section(
                            "output of iterator " + reader.name(), output.isBlank() ? "(nothing)" : output)));
        }
    }

    private static String firstLines(String output, int limit) {
        List<String> lines = IteratorReader.linesOf(output);
        return String.join("\n", lines.subList(0, Math.min(limit, lines.size())));
    }

    /** JUnit takes no blank value. */
    private void publish(String key, String value) {
        context.publishReportEntry(key, value.isBlank() ? "(nothing)" : Printable.of(value));
    }

    @Override
    public void close() {
        List<IteratorFixture> newestFirst = new ArrayList<>(fixtures.values());
        Collections.reverse(newestFirst);
        Teardown teardown = new Teardown();
        if (session != null) {
            teardown.close(session);
        }
        newestFirst.forEach(teardown::close);
        if (report != null) {
            teardown.close(report);
        }
        teardown.finish();
    }
}
