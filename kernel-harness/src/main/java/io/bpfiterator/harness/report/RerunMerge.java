package io.bpfiterator.harness.report;

import io.bpfiterator.harness.report.Report.Environment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Makes one report of two of the same build, in which an environment's name means the same environment. */
final class RerunMerge {

    private RerunMerge() {}

    /** Returns what was so earlier, except for what the later run tells otherwise. */
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
        return later.kernel() != null || earlier.kernel() == null
                ? later
                : new Environment(
                        later.name(),
                        earlier.kernel(),
                        earlier.architecture(),
                        earlier.acceleration(),
                        earlier.java(),
                        earlier.description(),
                        earlier.startMilliseconds(),
                        later.console(),
                        later.failure());
    }
}
