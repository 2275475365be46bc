// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static io.bpfiterator.harness.internal.report.Reports.environment;
import static io.bpfiterator.harness.internal.report.Reports.failed;
import static io.bpfiterator.harness.internal.report.Reports.notStarted;
import static io.bpfiterator.harness.internal.report.Reports.several;
import static io.bpfiterator.harness.internal.report.Reports.skipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.bpfiterator.harness.EnvironmentException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportJsonTest {

    private static final String HEAD =
            "{\"format\":\"bpf-iterator report\",\"version\":1,\"created\":\"2026-01-31T12:00:00Z\",";

    private static final Report REPORT = new Report(
            Reports.NOON,
            List.of(environment("vm:5.10", "5.10.0"), notStarted("vm:6.1", "no room")),
            List.of(new Report.Test(
                    "A$B",
                    "lists(int) › [1] \"</script>\" 🐝",
                    List.of(failed("vm:5.10", "a | b\u2028\u0000 `c` \ud83d\udc1d"), skipped("vm:6.1", "")))));

    @Test
    void reads_what_it_has_written() {
        assertThat(ReportJson.read(ReportJson.write(REPORT), "x.json")).isEqualTo(REPORT);
    }

    @Test
    void reads_the_number_of_tests_that_a_result_stands_for() {
        Report report = new Report(
                Reports.NOON,
                List.of(environment("host", "6.1")),
                List.of(new Report.Test("A", "more tests", List.of(several("host", Report.Status.PASSED, 15)))));

        assertThat(ReportJson.read(ReportJson.write(report), "x.json")).isEqualTo(report);
        assertThat(ReportJson.write(report)).contains("\"count\":15");
    }

    @Test
    void writes_the_documented_members() {
        JsonObject json = JsonParser.parseString(ReportJson.write(REPORT)).getAsJsonObject();

        assertThat(json.keySet()).containsExactly("format", "version", "created", "environments", "tests");
        assertThat(json.get("created").getAsString()).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(json.getAsJsonArray("environments").get(0).getAsJsonObject().keySet())
                .containsExactly("name", "kernel", "architecture", "java", "description", "startMilliseconds");
        assertThat(json.getAsJsonArray("environments").get(1))
                .hasToString("{\"name\":\"vm:6.1\",\"console\":\"its last line\",\"failure\":\"no room\"}");
        JsonObject test = json.getAsJsonArray("tests").get(0).getAsJsonObject();
        assertThat(test.keySet()).containsExactly("class", "name", "results");
        assertThat(test.getAsJsonArray("results").get(0).getAsJsonObject().keySet())
                .containsExactly("environment", "status", "milliseconds", "failure", "sections");
        assertThat(test.getAsJsonArray("results")
                        .get(0)
                        .getAsJsonObject()
                        .get("status")
                        .getAsString())
                .isEqualTo("failed");
    }

    @Nested
    class An_invalid_report_is_refused {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "no JSON",
                    "[]",
                    "{}",
                    "null",
                    "{\"format\":\"junit\"}",
                    "{\"format\":\"bpf-iterator report\",\"version\":1",
                    "{format:'bpf-iterator report'}"
                })
        void if_it_is_something_else(String text) {
            assertThatThrownBy(() -> ReportJson.read(text, "x.json"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageStartingWith("Cannot read the report x.json: ")
                    .hasMessageEndingWith(". Name an unchanged report.json of a run with bpf-iterator.");
        }

        @Test
        void if_text_follows_it() {
            refuses(ReportJson.write(REPORT) + "{}", "Cannot read the report x.json: malformed JSON at line 1 column ");
        }

        @Test
        void if_it_has_another_version() {
            refuses(
                    "{\"format\":\"bpf-iterator report\",\"version\":2}",
                    "Cannot read the report x.json: its version is 2, and this bpf-iterator supports version 1. "
                            + "Use the version of bpf-iterator that wrote it.");
        }

        @Test
        void if_a_member_is_missing() {
            refuses(HEAD + "\"tests\":[]}", "Cannot read the report x.json: a report has no environments");
            refuses(
                    HEAD + "\"environments\":[{}],\"tests\":[]}",
                    "Cannot read the report x.json: an environment has no name");
            refuses(
                    HEAD + "\"environments\":[{\"name\":\"host\"}],\"tests\":[{\"class\":\"A\",\"name\":\"b\","
                            + "\"results\":[{\"environment\":\"host\",\"status\":\"green\"}]}]}",
                    "Cannot read the report x.json: a result has no status (passed, failed or skipped)");
        }

        @Test
        void if_it_contradicts_itself() {
            refuses(
                    HEAD + "\"environments\":[{\"name\":\"host\"},{\"name\":\"host\"}],\"tests\":[]}",
                    "Cannot read the report x.json: two environments are named host");
            refuses(
                    HEAD + "\"environments\":[],\"tests\":[{\"class\":\"A\",\"name\":\"b\","
                            + "\"results\":[{\"environment\":\"host\",\"status\":\"passed\"}]}]}",
                    "Cannot read the report x.json: b has a result in host, which is not one of the environments");
        }

        @Test
        void if_a_member_has_another_type() {
            refuses(
                    HEAD + "\"environments\":7,\"tests\":[]}",
                    "Cannot read the report x.json: Expected BEGIN_ARRAY but was NUMBER");
            refuses(
                    "{\"format\":\"bpf-iterator report\",\"version\":1,\"created\":\"today\","
                            + "\"environments\":[],\"tests\":[]}",
                    "Cannot read the report x.json: \"today\" is not a time such as 2026-01-31T12:00:00Z");
        }

        @Test
        void if_a_list_contains_null() {
            refuses(
                    HEAD + "\"environments\":[null],\"tests\":[]}",
                    "Cannot read the report x.json: a report has no value in one of its environments");
        }

        private void refuses(String text, String message) {
            assertThatThrownBy(() -> ReportJson.read(text, "x.json"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageStartingWith(message);
        }
    }
}
