// SPDX-License-Identifier: Apache-2.0
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

    private final String environment;
    private final Rows rows;

    /** The texts that classes published, until a test of theirs is there to show them. */
    private final List<Report.Section> ofClasses = new ArrayList<>();

    /**
     * How many tests of a class have a name so far. Those that are left out have numbers, too: a number stands for the
     * same test in all environments, whichever tests each of them leaves out.
     */
    private final Map<String, Integer> numbers = new HashMap<>();

    private final RowLimit limit;

    /** @param maxRows how many tests have a row; an agent may report any number of dynamic tests */
    EnvironmentRows(String environment, Rows rows, int maxRows) {
        this.environment = environment;
        this.rows = rows;
        this.limit = new RowLimit(maxRows);
    }

    void add(TestRecord root) {
        root.children().forEach(this::count);
        root.children().forEach(child -> add(child, "", ""));
        limit.addTo(rows, environment);
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
            if (isShown(record)) {
                addTest(record, className, name);
            }
        }
        for (TestRecord child : record.children()) {
            add(child, className, name);
        }
        if (descriptor.isClass()) {
            ofClasses.clear();
        }
    }

    private void addTest(TestRecord record, String className, String name) {
        String unique = numbered(className, name);
        if (limit.admits(record.resultStatus())) {
            while (rows.has(className, unique, environment)) {
                unique = numbered(className, name);
            }
            rows.add(className, unique, record.toResult(environment, List.copyOf(ofClasses)));
            ofClasses.clear();
        } else {
            limit.leaveOut(className, record.resultStatus(), record.milliseconds());
        }
    }

    private String numbered(String className, String name) {
        int number = numbers.merge(className + "\n" + name, 1, Integer::sum);
        return number == 1 ? name : name + " #" + number;
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
