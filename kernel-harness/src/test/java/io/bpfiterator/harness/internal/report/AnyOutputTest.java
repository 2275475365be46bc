// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import static io.bpfiterator.harness.internal.report.Reports.environment;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.bpfiterator.harness.internal.report.Report.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever tests print, each file of the report is safe and has all of it. */
class AnyOutputTest {

    /** The page shows lone surrogates as symbols. */
    private static final String ESCAPED_SURROGATE = "(?<!\\\\)\\\\ud[89a-f][0-9a-f]{2}";

    @TempDir
    Path directory;

    static Stream<String> texts() {
        return Stream.of(
                controls(),
                "\u001b[2J\u001b]0;title\u0007\u009b31m",
                "<script>alert(1)</script><!-- <script> --> ]]> </textarea></pre>&amp;&#0;",
                "a\u2028b\u2029c\u0085d\rf\r\ng",
                "\u202etxet\u202c \u2066x\u2069 \ufeff\ufffe\uffff",
                "\ud800 \udc00\ud800 \udbff\udbff 🐝",
                new String(new byte[] {(byte) 0xff, (byte) 0xc0, (byte) 0x80, 'x'}, StandardCharsets.UTF_8),
                "x".repeat(1 << 20),
                "{{report}} $1 \\1 %s {0}",
                "| a | b |\n| --- | --- |\n```\n# h\n</details>");
    }

    /** All of ISO 646 and ISO 8859-1. */
    private static String controls() {
        return IntStream.rangeClosed(0, 0xff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Report report(String text) {
        return new Report(
                Reports.NOON,
                List.of(
                        environment("host", "6.1").with(text, text),
                        new Report.Environment(
                                "vm" + text.substring(0, Math.min(100, text.length())),
                                new Report.Platform(text, text, Map.of(text, text), text, text),
                                1L,
                                text,
                                text)),
                List.of(new Report.Test(
                        text,
                        text,
                        List.of(new Report.Result(
                                "host",
                                Status.FAILED,
                                1L,
                                null,
                                new Report.Failure(text, text),
                                List.of(new Report.Section(text, text)))))));
    }

    private Path write(String text) {
        ReportFiles.write(directory, report(text));
        return directory;
    }

    /** Fails for bytes that are not UTF-8. */
    private String read(String file) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(directory.resolve(file))))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError(file + " is not UTF-8", e);
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void is_whole_in_the_json(String text) throws Exception {
        write(text);

        assertThat(ReportFiles.read(directory.resolve("report.json")).equals(report(withoutLoneSurrogates(text))))
                .as("the report is read as it was written")
                .isTrue();
        assertThat(JsonParser.parseString(read("report.json")).isJsonObject()).isTrue();
    }

    /** JSON that has them, even escaped, is refused by strict parsers. */
    private static String withoutLoneSurrogates(String text) {
        return text.replaceAll("\\p{Cs}", "?");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void is_whole_in_the_page_and_adds_nothing_to_it(String text) throws Exception {
        write("nothing");
        String without = withoutReport(read("report.html"));

        write(text);

        String page = read("report.html");
        assertThat(withoutReport(page).equals(without))
                .as("the page differs only in the data")
                .isTrue();
        assertThat(unpacked(page).replaceAll(ESCAPED_SURROGATE, "?").equals(read("report.json")))
                .as("the data is the JSON")
                .isTrue();
    }

    private static final Pattern DATA =
            Pattern.compile("(<script type=\"text/plain\" id=\"report\">)([A-Za-z0-9+/=\\s]*)(</script>)");

    private static String withoutReport(String page) {
        return DATA.matcher(page).replaceAll("$1$3");
    }

    private static String unpacked(String page) throws IOException {
        Matcher data = DATA.matcher(page);
        assertThat(data.find()).as("the page has the data").isTrue();
        byte[] packed = Base64.getMimeDecoder().decode(data.group(2));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void is_text_in_the_summary(String text) throws Exception {
        write(text);

        String summary = read("summary.md");
        assertThat(summary.replace("<code>", "").replace("</code>", "").replaceAll("</?(details|summary)>", ""))
                .as("no other markup")
                .doesNotContain("<", ">", "`", "\\");
        assertThat(summary.replace("\n", ""))
                .as("no control characters")
                .doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069]");
        assertThat(summary.lines().filter(line -> line.startsWith("|"))).hasSize(4);
        assertThat(summary).hasSizeLessThan(Summary.BYTES);
    }
}
