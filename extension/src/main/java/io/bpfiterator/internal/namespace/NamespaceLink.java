// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.namespace;

import io.bpfiterator.internal.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The target of a link to a namespace in {@code /proc}, such as {@code net:[4026531833]}: the kind of namespace, and
 * the inode that identifies it.
 */
public record NamespaceLink(String kind, long inode) {

    private static final Pattern TARGET = Pattern.compile("([a-z_]+):\\[(\\d+)]");

    /** Reads a link such as {@code /proc/self/ns/pid}. */
    public static NamespaceLink read(Path link) {
        String target;
        try {
            target = Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw Failure.failed("Cannot read the namespace link " + link)
                    .because(e)
                    .remedy("Mount the /proc of this process's pid namespace: mount -t proc proc /proc")
                    .exception();
        }
        Matcher parts = TARGET.matcher(target);
        if (!parts.matches()) {
            throw Failure.invalid(link + " is not a link to a namespace")
                    .because("its target is \"" + target + "\"")
                    .remedy("Name a link in /proc/PID/ns")
                    .exception();
        }
        return new NamespaceLink(parts.group(1), Long.parseLong(parts.group(2)));
    }

    @Override
    public String toString() {
        return kind + ":[" + inode + "]";
    }
}
