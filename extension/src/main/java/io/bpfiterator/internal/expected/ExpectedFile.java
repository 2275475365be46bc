// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.expected;

import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.files.Resources;
import io.bpfiterator.internal.settings.ExtensionSettings;
import io.bpfiterator.internal.text.Lines;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file with expected output among the resources of a test. A variant for the series of the running kernel, {@code
 * tasks.5.10.txt}, comes before {@code tasks.txt}.
 *
 * @param name relative to the package of {@code base}; with a leading {@code /}, absolute
 * @param base the class that names the file
 * @param series the series of the running kernel, {@code 5.10}
 */
public record ExpectedFile(String name, Class<?> base, String series) {

    /** A file that exists, and what it contains. */
    public record Content(String name, List<String> lines) {}

    /**
     * Reads the variant for the running kernel, or else the file.
     *
     * @return empty if neither exists
     */
    public Optional<Content> read() {
        return existing()
                .map(found ->
                        new Content(found, lines(Resources.find(found, base).orElseThrow())));
    }

    /** Returns the names of the files that are searched, the variant first. */
    public List<String> names() {
        return List.of(variant(), name);
    }

    private Optional<String> existing() {
        return names().stream()
                .filter(candidate -> Resources.find(candidate, base).isPresent())
                .findFirst();
    }

    private String variant() {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1
                ? name.substring(0, dot) + "." + series + name.substring(dot)
                : name + "." + series;
    }

    /** Does not use the cache of connections to jars, which a build may replace while this JVM runs. */
    private static List<String> lines(URL resource) {
        try {
            URLConnection connection = resource.openConnection();
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                return Lines.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw Failure.failed("Cannot read the expected output " + resource)
                    .because(e)
                    .exception();
        }
    }

    /**
     * Writes lines to the sources of the test: to the variant for the running kernel if there is one, or else to the
     * file itself. Leaves a file alone that has these lines.
     *
     * @throws io.bpfiterator.failure.BpfException if the sources are not here or cannot be written, as in an
     *     environment; the message has the lines
     */
    public void write(List<String> lines) {
        Optional<Path> file = SourceTree.locationOf(base).flatMap(location -> names().stream()
                .flatMap(candidate -> SourceTree.fileOf(resource(candidate), location).stream())
                .filter(Files::exists)
                .findFirst()
                .or(() -> SourceTree.fileOf(resource(existing().orElse(name)), location)));
        if (file.isEmpty()) {
            throw notWritten(resource(name), lines)
                    .because("there is no source directory above the classes of " + base.getName())
                    .exception();
        }
        write(file.get(), lines);
    }

    private static void write(Path file, List<String> lines) {
        String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        try {
            if (!Files.exists(file) || !Files.readString(file).equals(text)) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            }
        } catch (IOException e) {
            throw notWritten(file.toString(), lines).because(e).exception();
        }
    }

    private static Failure notWritten(String file, List<String> lines) {
        return Failure.failed("Cannot update the expected output " + file)
                .remedy("Run the test where its sources can be written, with -D" + ExtensionSettings.ENVIRONMENTS + "="
                        + ExtensionSettings.NO_ENVIRONMENT + " on this machine's kernel, or save the lines below")
                .details(String.join("\n", lines));
    }

    private String resource(String candidate) {
        return candidate.startsWith("/")
                ? candidate.substring(1)
                : base.getPackageName().replace('.', '/') + "/" + candidate;
    }
}
