package io.bpfiterator.harness.report;

import static io.bpfiterator.harness.report.Reports.environment;
import static io.bpfiterator.harness.report.Reports.failed;
import static io.bpfiterator.harness.report.Reports.notStarted;
import static io.bpfiterator.harness.report.Reports.skipped;
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
    void what_is_written_is_read_again() {
        assertThat(ReportJson.read(ReportJson.write(REPORT), "it")).isEqualTo(REPORT);
    }

    @Test
    void the_form_is_the_one_that_pages_and_tools_know() {
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
    class What_is_no_report_is_refused {

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
        void whatever_else_it_is(String text) {
            assertThatThrownBy(() -> ReportJson.read(text, "x.json"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageStartingWith("x.json is no report of bpf-iterator: ");
        }

        @Test
        void if_something_follows_it() {
            refuses(ReportJson.write(REPORT) + "{}", "x.json is no report of bpf-iterator: ");
        }

        @Test
        void if_it_is_of_another_version() {
            refuses(
                    "{\"format\":\"bpf-iterator report\",\"version\":2}",
                    "x.json is a report of version 2, and this bpf-iterator knows version 1; "
                            + "use the bpf-iterator that wrote it");
        }

        @Test
        void if_it_lacks_something() {
            refuses(HEAD + "\"tests\":[]}", "x.json is a broken report: a report has no environments");
            refuses(
                    HEAD + "\"environments\":[{}],\"tests\":[]}",
                    "x.json is a broken report: an environment has no name");
            refuses(
                    HEAD + "\"environments\":[{\"name\":\"host\"}],\"tests\":[{\"class\":\"A\",\"name\":\"b\","
                            + "\"results\":[{\"environment\":\"host\",\"status\":\"green\"}]}]}",
                    "x.json is a broken report: a result has no status (passed, failed or skipped)");
        }

        @Test
        void if_it_contradicts_itself() {
            refuses(
                    HEAD + "\"environments\":[{\"name\":\"host\"},{\"name\":\"host\"}],\"tests\":[]}",
                    "x.json is a broken report: two environments are named host");
            refuses(
                    HEAD + "\"environments\":[],\"tests\":[{\"class\":\"A\",\"name\":\"b\","
                            + "\"results\":[{\"environment\":\"host\",\"status\":\"passed\"}]}]}",
                    "x.json is a broken report: b has a result in host, which is no environment of it");
        }

        @Test
        void if_something_is_of_another_kind() {
            refuses(
                    HEAD + "\"environments\":7,\"tests\":[]}",
                    "x.json is no report of bpf-iterator: Expected BEGIN_ARRAY but was NUMBER");
            refuses(
                    "{\"format\":\"bpf-iterator report\",\"version\":1,\"created\":\"today\",\"environments\":[],\"tests\":[]}",
                    "x.json is no report of bpf-iterator: \"today\" is no time as in 2026-01-31T12:00:00Z");
        }

        @Test
        void if_a_list_has_nothing_in_a_place() {
            refuses(
                    HEAD + "\"environments\":[null],\"tests\":[]}",
                    "x.json is a broken report: a report has no value in one of its environments");
        }

        private void refuses(String text, String message) {
            assertThatThrownBy(() -> ReportJson.read(text, "x.json"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageStartingWith(message);
        }
    }
}
