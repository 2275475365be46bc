// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.recording;

import io.bpfiterator.internal.failure.CauseText;
import io.bpfiterator.internal.text.Count;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads published text files for the report; the titles are the names of the files. */
final class PublishedTexts {

    private static final int BYTES = 4 << 20;

    /** The others stay in the published directory. */
    private static final int FILES = 100;

    private static final String EXTENSION = "\\.txt$";

    private PublishedTexts() {}

    /**
     * Returns the text of a file, or of each file in a directory, by title. For an unreadable file the text says why.
     */
    static Map<String, String> of(Path published) {
        Map<String, String> texts = new LinkedHashMap<>();
        try (Stream<Path> tree = Files.walk(published)) {
            List<Path> files = tree.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
            Path base = Files.isDirectory(published) ? published : published.resolveSibling("");
            for (Path file : files.subList(0, Math.min(files.size(), FILES))) {
                texts.put(base.relativize(file).toString().replaceFirst(EXTENSION, ""), read(file));
            }
            if (files.size() > FILES) {
                texts.put(
                        "more files",
                        "(" + Count.of(files.size() - FILES, "more file") + " not in the report: " + published + ")");
            }
        } catch (IOException e) {
            texts.put(published.toString(), "(This file cannot be read: " + CauseText.of(e) + ")");
        }
        return texts;
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(BYTES);
            long size = Files.size(file);
            if (size > bytes.length) {
                return "(A file of " + Count.of(size, "byte") + ", too large for the report: " + file + ")";
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return "(A file of " + Count.of(Files.size(file), "byte") + " that is not text: " + file + ")";
        }
    }
}
