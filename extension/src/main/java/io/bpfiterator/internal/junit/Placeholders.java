// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.junit;

import io.bpfiterator.internal.failure.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Replaces {@code ${name}} in an annotation's attribute with the configuration parameter, or else the system property,
 * of that name. Attributes are constants, but a map's id, for example, is known only at run time.
 */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{\\s*([^}\\s][^}]*?)\\s*}");

    private Placeholders() {}

    static String replace(String text, ExtensionContext context) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String name = found.group(1);
            return context.getConfigurationParameter(name)
                    .map(Matcher::quoteReplacement)
                    .orElseThrow(() -> Failure.notFound("Cannot replace ${" + name + "} in \"" + text + "\"")
                            .because("no configuration parameter or system property has that name")
                            .remedy("Set it before the iterator is pinned, for example in a @BeforeAll method")
                            .exception());
        });
    }
}
