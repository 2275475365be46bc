package io.bpfiterator.harness.internal.engine.recording;

import io.bpfiterator.harness.internal.engine.descriptor.MirrorDescriptor;
import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/**
 * Adds the results of an environment's tests to the rows of a report. A test has the same name in every environment:
 * its method, followed by the display names of the invocations.
 */
final class EnvironmentRows {

    private static final String BELOW = " › ";

    /** In characters. A display name may contain the whole text of a parameter. */
    private static final int MAX_NAME = 500;

    /**
     * How many rows an environment has. A browser shows no more in reasonable time, and an agent may report any number
     * of dynamic tests.
     */
    static final int MAX_ROWS = 20_000;

    private final String environment;
    private final Rows rows;

    /** The texts that classes published, until a test of theirs is there to show them. */
    private final List<Report.Section> ofClasses = new ArrayList<>();

    /** The next number of a name that several tests of a class have. */
    private final Map<String, Integer> numbers = new HashMap<>();

    private final RowLimit limit;

    EnvironmentRows(String environment, Rows rows) {
        this(environment, rows, MAX_ROWS);
    }

    EnvironmentRows(String environment, Rows rows, int maxRows) {
        this.environment = environment;
        this.rows = rows;
        this.limit = new RowLimit(maxRows);
    }

    void add(TestRecord root) {
        root.children().forEach(this::count);
        root.children().forEach(child -> add(child, "", ""));
        limit.leftOut()
                .forEach((className, results) -> results.forEach((status, number) ->
                        rows.add(className, RowLimit.name(number, status), limit.result(environment, status))));
    }

    private void count(TestRecord record) {
        if (isShown(record)) {
            limit.count(record.resultStatus());
        }
        record.children().forEach(this::count);
    }

    private static boolean isShown(TestRecord record) {
        return !((MirrorDescriptor) record.descriptor()).isClass() && record.isRow();
    }

    private void add(TestRecord record, String outerClass, String outerName) {
        MirrorDescriptor descriptor = (MirrorDescriptor) record.descriptor();
        String className = className(descriptor, outerClass);
        String name = outerName;
        if (descriptor.isClass()) {
            name = descriptor.isClassInvocation() ? below(outerName, descriptor) : outerName;
            record.sections()
                    .forEach(section ->
                            ofClasses.add(new Report.Section(section.title() + " (of the class)", section.text())));
        } else {
            name = below(outerName, descriptor);
            if (isShown(record) && limit.admits(className, record.resultStatus())) {
                addRow(record, className, name);
            }
        }
        for (TestRecord child : record.children()) {
            add(child, className, name);
        }
        if (descriptor.isClass()) {
            ofClasses.clear();
        }
    }

    private void addRow(TestRecord record, String className, String name) {
        String unique = name;
        while (rows.has(className, unique, environment)) {
            unique = name + " #" + numbers.merge(className + "\n" + name, 2, (number, first) -> number + 1);
        }
        rows.add(className, unique, record.toResult(environment, List.copyOf(ofClasses)));
        ofClasses.clear();
    }

    private static String below(String outer, MirrorDescriptor descriptor) {
        String name = outer.isEmpty() ? descriptor.ownName() : outer + BELOW + descriptor.ownName();
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…";
    }

    private static String className(MirrorDescriptor descriptor, String outer) {
        return descriptor
                .getSource()
                .map(source -> source instanceof MethodSource method
                        ? method.getClassName()
                        : source instanceof ClassSource type ? type.getClassName() : outer)
                .orElse(outer);
    }
}
