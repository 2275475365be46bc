package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.internal.report.Report.Environment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Merges two reports of the same build, in which the same name means the same environment. */
final class RerunMerge {

    private RerunMerge() {}

    /** Returns the earlier report, updated with the results and environments of the later one. */
    static Report merge(Report earlier, Report later) {
        Map<String, Environment> environments = new LinkedHashMap<>();
        Rows rows = new Rows();
        Stream.of(earlier, later).forEach(report -> {
            report.environments()
                    .forEach(environment -> environments.merge(environment.name(), environment, RerunMerge::merge));
            report.tests()
                    .forEach(test -> test.results().forEach(result -> rows.add(test.className(), test.name(), result)));
        });
        return new Report(later.created(), new ArrayList<>(environments.values()), rows.tests());
    }

    private static Environment merge(Environment earlier, Environment later) {
        return later.wasStarted() || !earlier.wasStarted() ? later : earlier.with(later.console(), later.failure());
    }
}
