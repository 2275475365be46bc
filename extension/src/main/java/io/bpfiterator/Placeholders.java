package io.bpfiterator;

import io.bpfiterator.failure.BpfException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Replaces {@code ${name}} in an annotation's text by the configuration parameter, or else the system property, of that
 * name: an annotation's text is constant, and a map's id is known only when the map is there.
 */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{\\s*([^}\\s][^}]*?)\\s*}");

    private Placeholders() {}

    static String replace(String text, ExtensionContext context) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String name = found.group(1);
            return context.getConfigurationParameter(name)
                    .map(Matcher::quoteReplacement)
                    .orElseThrow(() -> new BpfException("\"" + text + "\" asks for ${" + name
                            + "}, and there is no configuration parameter or system property of that name; set it"
                            + " before the iterator is pinned, in a @BeforeAll method say"));
        });
    }
}
