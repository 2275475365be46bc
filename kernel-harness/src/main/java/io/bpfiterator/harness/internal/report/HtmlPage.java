// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.report;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
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

/** Builds the page of a report as one file: markup, styles, scripts and the report itself. */
final class HtmlPage {

    /** In the order of the cascade. */
    private static final List<String> STYLES = List.of(
            "base", "overview", "grid", "panel", "section", "difference", "coverage", "help", "adaptive", "print");

    /** In the order in which they are concatenated to one module; the last one starts the page. */
    private static final List<String> SCRIPTS = List.of(
            "dom",
            "text",
            "coverage-model",
            "model",
            "result-texts",
            "diff",
            "rows",
            "cell-grid",
            "grid",
            "file-grid",
            "section",
            "difference",
            "source",
            "panel",
            "address",
            "overview",
            "tools",
            "coverage-tools",
            "views",
            "shortcuts",
            "theme",
            "page");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(policy|style|script|report)}}");

    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    private HtmlPage() {}

    /** Returns the page that shows a report, given as JSON, whose coverage has the form of {@link PageCoverage}. */
    static String of(String json) {
        try {
            String style = concatenation("style/", STYLES, ".css");
            String script = concatenation("script/", SCRIPTS, ".js");
            Map<String, String> contents =
                    Map.of("policy", policy(style, script), "style", style, "script", script, "report", packed(json));
            return PLACEHOLDER
                    .matcher(resource("page.html"))
                    .replaceAll(placeholder -> Matcher.quoteReplacement(contents.get(placeholder.group(1))));
        } catch (IOException e) {
            throw Failure.failed("Cannot create the page of the report")
                    .because(e)
                    .remedy("The jar of the kernel harness may be corrupt: build or download it again")
                    .exception(EnvironmentException::new);
        }
    }

    /**
     * Returns a content security policy that allows only the page's own style and script, by their hashes.
     *
     * <p>With {@code unsafe-inline}, a test's output could run if a bug let it become markup. For the same reason, the
     * script must not turn strings into markup (trusted types).
     */
    private static String policy(String style, String script) {
        return "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                + "'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";
    }

    private static String hash(String text) {
        byte[] digest = Sha256.digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    /** Returns the JSON as base64 of gzip, which cannot close the element that holds it. */
    private static String packed(String json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer writer = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8)) {
            writer.write(LONE_SURROGATE.matcher(json).replaceAll(HtmlPage::escape));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** Escapes a lone surrogate as JSON does; UTF-8 cannot encode it. */
    private static String escape(MatchResult surrogate) {
        return String.format("\\\\u%04x", (int) surrogate.group().charAt(0));
    }

    private static String concatenation(String directory, List<String> names, String suffix) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : names) {
            all.append("\n").append(resource(directory + name + suffix));
        }
        return all.toString();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
