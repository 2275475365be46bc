// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.internal.report.Report.Environment;
import io.bpfiterator.harness.internal.report.Report.Failure;
import io.bpfiterator.harness.internal.report.Report.Platform;
import io.bpfiterator.harness.internal.report.Report.Result;
import io.bpfiterator.harness.internal.report.Report.Section;
import io.bpfiterator.harness.internal.report.Report.Status;
import io.bpfiterator.harness.internal.report.Report.Test;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Creates small reports to merge, write and read. */
public final class Reports {

    public static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private Reports() {}

    /** Returns a report of one environment, in which all tests passed. */
    public static Report passed(String environment, String kernel, String... tests) {
        return new Report(
                NOON,
                List.of(environment(environment, kernel)),
                Stream.of(tests)
                        .map(test -> new Test("A", test, List.of(passed(environment))))
                        .toList());
    }

    public static Environment environment(String name, String kernel) {
        return new Environment(name, new Platform(kernel, "amd64", Map.of(), "21", "a machine"), 1500L, null, null);
    }

    static Environment notStarted(String name, String failure) {
        return new Environment(name).with("its last line", failure);
    }

    static Result passed(String environment) {
        return new Result(environment, Status.PASSED, 250L, null, null, List.of());
    }

    static Result failed(String environment, String message) {
        return new Result(
                environment,
                Status.FAILED,
                250L,
                null,
                new Failure(message, message + "\n\tat A.test(A.java:1)"),
                List.of(new Section("tasks", "1 init")));
    }

    /** Returns a result that stands for several tests. */
    static Result several(String environment, Status status, int count) {
        Failure failure = status == Status.FAILED ? new Failure("left out", "left out") : null;
        return new Result(environment, status, 1000L, null, failure, List.of(), count, null);
    }

    static Result skipped(String environment, String reason) {
        return new Result(environment, Status.SKIPPED, null, reason, null, List.of());
    }
}
