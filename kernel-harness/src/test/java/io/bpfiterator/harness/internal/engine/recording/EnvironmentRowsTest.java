// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bpfiterator.harness.internal.engine.descriptor.AgentIds;
import io.bpfiterator.harness.internal.engine.descriptor.EnvironmentDescriptor;
import io.bpfiterator.harness.internal.engine.descriptor.MirrorDescriptor;
import io.bpfiterator.harness.internal.report.Report;
import io.bpfiterator.harness.internal.report.Report.Status;
import io.bpfiterator.harness.internal.report.Rows;
import io.bpfiterator.harness.internal.report.TextLimit;
import io.bpfiterator.harness.internal.wire.Node;
import io.bpfiterator.harness.internal.wire.Source;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestDescriptor.Type;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;

/** The rows of an environment with any number of dynamic tests of the same name. */
class EnvironmentRowsTest {

    private static final UniqueId CLASS = AgentIds.ROOT.append("class", "AClass");

    private final EnvironmentDescriptor environment =
            new EnvironmentDescriptor(UniqueId.forEngine("bpf-iterator"), "host");
    private final TextLimit limit = new TextLimit();
    private final TestRecord root = new TestRecord(environment, limit);
    private final TestRecord type = record(root, CLASS, Type.CONTAINER);

    private TestRecord record(TestRecord above, UniqueId id, Type kind) {
        return record(above, id, kind, new Source("AClass", null, null, null, null, null));
    }

    private TestRecord record(TestRecord above, UniqueId id, Type kind, @Nullable Source source) {
        String parent = id.removeLastSegment().toString();
        MirrorDescriptor descriptor = MirrorDescriptor.of(
                environment,
                above.descriptor(),
                new Node(id.toString(), parent, "a test", "a test", kind, Set.of(), source));
        TestRecord record = new TestRecord(descriptor, limit);
        above.add(record);
        return record;
    }

    private void addTest(int number, TestExecutionResult result) {
        record(type, CLASS.append("dynamic-test", "#" + number), Type.TEST).finished(result);
    }

    private List<Report.Test> rows(int limitOfRows) {
        Rows rows = new Rows();
        new EnvironmentRows("host", rows, limitOfRows).add(root);
        return rows.tests();
    }

    @Test
    void have_numbers_after_the_first() {
        for (int i = 0; i < 3; i++) {
            addTest(i, TestExecutionResult.successful());
        }

        assertThat(rows(10)).extracting(Report.Test::name).containsExactly("a test", "a test #2", "a test #3");
    }

    @Test
    void have_the_names_of_what_they_are_in_except_of_classes() {
        TestRecord invocation = record(type, CLASS.append("class-template-invocation", "#1"), Type.CONTAINER);
        UniqueId method = CLASS.append("class-template-invocation", "#1").append("test-template", "of()");
        TestRecord template = record(invocation, method, Type.CONTAINER, new Source("B", "of", "", null, null, null));
        record(template, method.append("test-template-invocation", "#1"), Type.TEST, null)
                .finished(TestExecutionResult.successful());
        addTest(1, TestExecutionResult.successful());

        assertThat(rows(10))
                .extracting(Report.Test::className, Report.Test::name)
                .containsExactly(tuple("B", "a test › a test › a test"), tuple("AClass", "a test"));
    }

    @Test
    void have_names_of_at_most_500_characters() {
        UniqueId id = CLASS.append("test-template", "of()");
        assertThat(nameOf(id.append("test-template-invocation", "#1"), "x".repeat(500)))
                .hasSize(500);
        assertThat(nameOf(id.append("test-template-invocation", "#2"), "x".repeat(501)))
                .isEqualTo("x".repeat(500) + "…");
    }

    private String nameOf(UniqueId id, String displayName) {
        TestRecord test = new TestRecord(
                MirrorDescriptor.of(
                        environment,
                        type.descriptor(),
                        new Node(
                                CLASS.append(id.getLastSegment()).toString(),
                                CLASS.toString(),
                                displayName,
                                displayName,
                                Type.TEST,
                                Set.of(),
                                null)),
                limit);
        type.add(test);
        test.finished(TestExecutionResult.successful());
        List<Report.Test> rows = rows(10);
        return rows.get(rows.size() - 1).name();
    }

    @Test
    void have_numbers_that_are_not_those_of_another_test() {
        Rows rows = new Rows();
        rows.add("AClass", "a test", new Report.Result("host", Status.PASSED, null, null, null, List.of()));
        addTest(1, TestExecutionResult.successful());
        new EnvironmentRows("host", rows, 10).add(root);

        assertThat(rows.tests()).extracting(Report.Test::name).containsExactly("a test", "a test #2");
    }

    @Test
    void of_the_first_test_of_a_class_have_what_the_class_has_published() {
        type.published("log", "of A");
        addTest(1, TestExecutionResult.successful());
        addTest(2, TestExecutionResult.successful());
        TestRecord empty = record(root, AgentIds.ROOT.append("class", "Empty"), Type.CONTAINER);
        empty.published("log", "of a class without tests");
        TestRecord other = record(root, AgentIds.ROOT.append("class", "Other"), Type.CONTAINER);
        record(other, AgentIds.ROOT.append("class", "Other").append("method", "one()"), Type.TEST)
                .finished(TestExecutionResult.successful());

        assertThat(rows(10))
                .extracting(row -> row.results().get(0).sections())
                .containsExactly(List.of(new Report.Section("log (of the class)", "of A")), List.of(), List.of());
    }

    @Test
    void have_the_time_of_the_tests_that_are_left_out() {
        for (int i = 0; i < 3; i++) {
            TestRecord test = record(type, CLASS.append("dynamic-test", "#" + i), Type.TEST);
            test.took(10);
            test.finished(TestExecutionResult.successful());
        }

        assertThat(rows(1).get(1).results().get(0).milliseconds()).isEqualTo(20);
    }

    @Test
    void take_no_time_that_grows_with_the_square_of_their_number() {
        for (int i = 0; i < 100_000; i++) {
            addTest(i, TestExecutionResult.successful());
        }
        long start = System.nanoTime();

        assertThat(rows(100_000)).hasSize(100_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void have_the_numbers_of_their_order_if_others_are_left_out() {
        for (int i = 0; i < 24; i++) {
            addTest(i, TestExecutionResult.successful());
        }
        addTest(24, TestExecutionResult.failed(new AssertionError("the failure")));

        assertThat(rows(2))
                .extracting(Report.Test::name)
                .containsExactly("a test", "a test #25", "more tests that passed");
    }

    @Test
    void beyond_the_limit_are_counted_in_one_row() {
        for (int i = 0; i < 25; i++) {
            addTest(i, TestExecutionResult.successful());
        }
        addTest(25, TestExecutionResult.failed(new AssertionError("the failure")));

        List<Report.Test> rows = rows(10);

        assertThat(rows).hasSize(11);
        assertThat(rows.get(9).results().get(0).failure().message()).isEqualTo("the failure");
        assertThat(rows.get(10).name()).isEqualTo("more tests that passed");
        assertThat(rows.get(10).results().get(0).size()).isEqualTo(16);
        assertThat(rows.get(10).results().get(0).sections())
                .extracting(Report.Section::text)
                .containsExactly("These tests are left out, since a report shows at most 10 tests of an environment."
                        + " All of them passed; the build tool has their results.");
    }
}
