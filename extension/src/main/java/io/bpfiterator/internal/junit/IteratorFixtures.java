// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.iterator.Owner;
import io.bpfiterator.internal.kernel.Teardown;
import io.bpfiterator.internal.loading.LoadedObject;
import io.bpfiterator.internal.session.Session;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.settings.Settings;
import io.bpfiterator.internal.text.Lines;
import io.bpfiterator.internal.text.Printable;
import io.bpfiterator.iterator.IteratorReader;
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
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.function.Executable;

/**
 * Holds the iterators that are pinned for one test, or for one class. JUnit closes them with the context, newest first.
 *
 * <p>Implements two interfaces: JUnit 5.12 closes only a {@code CloseableResource}, and later versions have a
 * configuration parameter that stops them from closing an {@code AutoCloseable}.
 */
@SuppressWarnings("deprecation")
final class IteratorFixtures implements CloseableResource, AutoCloseable {

    private final ExtensionContext context;
    private final Map<IteratorDeclaration, IteratorFixture> fixtures = new LinkedHashMap<>();
    private final Owner owner = new Owner("The fixtures of a test are closed. Use them before the test ends.");
    private final @Nullable TestReport report;
    private @Nullable Session session;

    private IteratorFixtures(ExtensionContext context) {
        this.context = context;
        this.report = context.getTestMethod().isPresent() ? owner.keep(new TestReport(context)) : null;
    }

    /**
     * Returns the fixtures of exactly this context. The key contains the context's id, because a store also searches
     * the stores of the parents.
     */
    static IteratorFixtures of(ExtensionContext context) {
        return store(context)
                .getOrComputeIfAbsent(
                        context.getUniqueId(), id -> new IteratorFixtures(context), IteratorFixtures.class);
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(Namespace.create(IteratorFixtures.class));
    }

    /** Closes the fixtures of a context and of its parents, when JUnit will not close the contexts themselves. */
    static void closeAll(ExtensionContext context) {
        Teardown teardown = new Teardown();
        for (Optional<ExtensionContext> enclosing = Optional.of(context);
                enclosing.isPresent();
                enclosing = enclosing.get().getParent()) {
            ExtensionContext current = enclosing.get();
            IteratorFixtures opened = store(current).get(current.getUniqueId(), IteratorFixtures.class);
            if (opened != null) {
                teardown.close(opened);
            }
        }
        teardown.finish();
    }

    /** Pins an iterator, unless this context has already pinned it. */
    IteratorFixture open(IteratorDeclaration declaration) {
        IteratorFixture fixture = fixtures.get(declaration);
        if (fixture == null) {
            fixture = owner.keep(pin(declaration));
            fixtures.put(declaration, fixture);
        }
        return fixture;
    }

    /** Returns this context's session, which is closed before the iterators. */
    Session session() {
        Session opened = session;
        if (opened == null) {
            opened = new Session(context.getRequiredTestClass());
            session = opened;
        }
        return opened;
    }

    /**
     * Returns the fixtures of this context and of its parents, grouped by the element that declares them, nearest
     * first.
     */
    List<List<IteratorFixture>> inScope() {
        List<List<IteratorFixture>> levels = new ArrayList<>();
        for (Optional<ExtensionContext> enclosing = Optional.of(context);
                enclosing.isPresent();
                enclosing = enclosing.get().getParent()) {
            List<List<IteratorFixture>> outermostFirst =
                    new ArrayList<>(of(enclosing.get()).byElement());
            Collections.reverse(outermostFirst);
            levels.addAll(outermostFirst);
        }
        return levels;
    }

    /** Parameters count as their method. */
    private Collection<List<IteratorFixture>> byElement() {
        Map<Object, List<IteratorFixture>> byElement = new LinkedHashMap<>();
        fixtures.forEach((declaration, fixture) -> {
            Object element = declaration.element() instanceof Parameter parameter
                    ? parameter.getDeclaringExecutable()
                    : declaration.element();
            byElement.computeIfAbsent(element, unknown -> new ArrayList<>()).add(fixture);
        });
        return byElement.values();
    }

    private IteratorFixture pin(IteratorDeclaration declaration) {
        SkipPolicy policy = SkipPolicy.of(context);
        boolean debug = declaration.annotation().debug();
        try {
            IteratorFixture fixture =
                    new IteratorFixture(declaration, text -> Placeholders.replace(text, context), pinName(declaration));
            if (debug) {
                DebugLog.publish(context, declaration.name(), fixture.log());
            }
            return fixture;
        } catch (BpfException e) {
            if (debug) {
                DebugLog.publish(context, declaration.name(), e.log());
            }
            throw policy.failureOrAbortion(e);
        }
    }

    private String pinName(IteratorDeclaration declaration) {
        return context.getRequiredTestClass().getSimpleName()
                + context.getTestMethod().map(method -> "-" + method.getName()).orElse("")
                + "-" + declaration.name();
    }

    /** Publishes the output that the test has read. It does not read an iterator that the test did not read. */
    void publishOutput() {
        Settings settings = context::getConfigurationParameter;
        int limit = settings.value(ExtensionSettings.OUTPUT_LINES);
        if (limit > 0) {
            fixtures.forEach((declaration, fixture) -> fixture.reader()
                    .latestOutput()
                    .ifPresent(output -> publish(declaration.name(), firstLines(output, limit))));
        }
    }

    /** Publishes the {@link TestReport}. */
    void publishReport() {
        if (report != null) {
            TestReport.Section cost = cost();
            report.publish(context.getExecutionException(), () -> sections(report, cost));
        }
    }

    /** Runs a dynamic test and publishes its report; JUnit calls none of the callbacks of a test method for it. */
    static void reportDynamicTest(ExtensionContext context, Executable test) throws Throwable {
        try (TestReport ofDynamicTest = new TestReport(context)) {
            IteratorFixtures fixtures = of(context);
            try {
                test.execute();
            } catch (Throwable thrown) {
                TestReport.Section cost = fixtures.cost();
                ofDynamicTest.publish(Optional.of(thrown), () -> fixtures.sections(ofDynamicTest, cost));
                throw thrown;
            }
            TestReport.Section cost = fixtures.cost();
            ofDynamicTest.publish(Optional.empty(), () -> fixtures.sections(ofDynamicTest, cost));
        }
    }

    /** Publishes a report of a class whose iterators could not be pinned, or whose own methods failed. */
    static void reportFailedClass(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            try (TestReport ofClass = new TestReport(context)) {
                IteratorFixtures fixtures = of(context);
                TestReport.Section cost = fixtures.cost();
                ofClass.publish(context.getExecutionException(), () -> fixtures.sections(ofClass, cost));
            }
        }
    }

    /** Includes the latest output of the class's readers, which may stem from an earlier test. */
    private List<TestReport.Section> sections(TestReport report, TestReport.Section cost) {
        List<TestReport.Section> sections = new ArrayList<>();
        boolean prints = false;
        for (Optional<ExtensionContext> enclosing = Optional.of(context);
                enclosing.isPresent();
                enclosing = enclosing.get().getParent()) {
            IteratorFixtures scope = of(enclosing.get());
            scope.addTo(sections);
            prints |= scope.objects().stream().anyMatch(LoadedObject::prints);
        }
        if (prints) {
            sections.add(report.printed());
        }
        sections.add(cost);
        return sections;
    }

    /**
     * Returns the section with what programs have cost since the end of the test before. It has to be read even if it
     * is not published.
     */
    private TestReport.Section cost() {
        List<String> lines = new ArrayList<>();
        for (Optional<ExtensionContext> enclosing = Optional.of(context);
                enclosing.isPresent();
                enclosing = enclosing.get().getParent()) {
            for (LoadedObject object : of(enclosing.get()).objects()) {
                object.takeCost().forEach((program, cost) -> lines.add(object.name() + ", " + program + ": " + cost));
            }
        }
        return new TestReport.Section("cost of BPF programs", String.join("\n", lines));
    }

    private List<LoadedObject> objects() {
        List<LoadedObject> objects = new ArrayList<>();
        fixtures.values().forEach(fixture -> objects.add(fixture.object()));
        if (session != null) {
            objects.addAll(session.objects());
        }
        return objects;
    }

    private void addTo(List<TestReport.Section> sections) {
        List<IteratorReader> readers = new ArrayList<>(session == null ? List.of() : session.readers());
        for (LoadedObject object : objects()) {
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
        List<String> lines = Lines.of(output);
        return String.join("\n", lines.subList(0, Math.min(limit, lines.size())));
    }

    /** JUnit rejects blank values. */
    private void publish(String key, String value) {
        context.publishReportEntry(key, value.isBlank() ? "(nothing)" : Printable.of(value));
    }

    @Override
    public void close() {
        Teardown teardown = new Teardown();
        if (session != null) {
            teardown.close(session);
        }
        teardown.close(owner);
        teardown.finish();
    }
}
