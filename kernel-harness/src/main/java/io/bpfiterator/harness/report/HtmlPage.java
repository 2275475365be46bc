package io.bpfiterator.harness.report;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.files.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** Makes a page that shows a report, and that is one file: markup, style, script and the report itself. */
final class HtmlPage {

    /** In the order in which they are put together to one module. */
    private static final List<String> SCRIPTS =
            List.of("text.js", "model.js", "diff.js", "grid.js", "panel.js", "page.js");

    private static final Pattern PLACE = Pattern.compile("\\{\\{(policy|style|script|report)}}");

    /** The first half of a character without its second, or the second without the first. */
    private static final Pattern HALF_CHARACTER = Pattern.compile("\\p{Cs}");

    private HtmlPage() {}

    /** Returns the page for a report's JSON. */
    static String of(String json) {
        try {
            String style = resource("page.css");
            String script = scripts();
            Map<String, String> contents =
                    Map.of("policy", policy(style, script), "style", style, "script", script, "report", packed(json));
            return PLACE.matcher(resource("page.html"))
                    .replaceAll(place -> Matcher.quoteReplacement(contents.get(place.group(1))));
        } catch (IOException e) {
            throw new EnvironmentException(
                    "The page of the report can't be made: " + e + "; is bpf-iterator's jar whole?", e);
        }
    }

    /**
     * Forbids everything but the page's own style and script, which it names by their hashes: with "unsafe-inline", a text of
     * a test that came to be markup after all could run. For the same reason the script can't turn strings into markup.
     */
    private static String policy(String style, String script) {
        return "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                + "'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";
    }

    private static String hash(String text) {
        byte[] digest = Sha256.digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    /** Compresses the JSON, to letters that end no element. */
    private static String packed(String json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer writer = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8)) {
            writer.write(HALF_CHARACTER.matcher(json).replaceAll(HtmlPage::escaped));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** UTF-8 has no half characters, JSON's own escapes do. */
    private static String escaped(MatchResult half) {
        return String.format("\\\\u%04x", (int) half.group().charAt(0));
    }

    private static String scripts() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String script : SCRIPTS) {
            all.append("\n").append(resource(script));
        }
        return all.toString();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("there is no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
