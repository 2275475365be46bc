// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code vmlinux.h} on the include path of a source.
 *
 * @param directory its directory
 * @param origin the kernel whose types it has, or its path, for messages
 */
record IncludedTypes(Path directory, String origin) {

    /** Returns the header that the options name; empty if they name none. */
    static Optional<IncludedTypes> given(CompilerOptions options) {
        return options.vmlinux().map(IncludedTypes::of);
    }

    private static IncludedTypes of(Path header) {
        if (!header.endsWith(VmlinuxHeader.NAME)) {
            throw Failure.invalid("Cannot use " + header + " as " + VmlinuxHeader.NAME)
                    .because("sources include it by that name")
                    .remedy("Rename the file")
                    .exception();
        }
        if (!Files.isRegularFile(header)) {
            throw Failure.notFound("Cannot use " + header + " as " + VmlinuxHeader.NAME)
                    .because("the file does not exist")
                    .remedy("Correct its path")
                    .exception();
        }
        return new IncludedTypes(header.resolveSibling("").normalize(), header.toString());
    }

    /** Returns whether the header has an identifier; empty if it cannot be read. */
    Optional<Boolean> has(String identifier) {
        return matches("\\b" + Pattern.quote(identifier) + "\\b");
    }

    /** Returns whether the header defines a struct or union; empty if it cannot be read. */
    Optional<Boolean> defines(String type) {
        return matches("(?m)^" + Pattern.quote(type) + " \\{");
    }

    private Optional<Boolean> matches(String pattern) {
        try {
            String text = Files.readString(directory.resolve(VmlinuxHeader.NAME), StandardCharsets.ISO_8859_1);
            return Optional.of(Pattern.compile(pattern).matcher(text).find());
        } catch (IOException e) {
            // This only adds to the message about another error.
            return Optional.empty();
        }
    }
}
