package io.bpfiterator.namespace;

import io.bpfiterator.failure.BpfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a link to a namespace in {@code /proc} says: {@code net:[4026531833]}, the kind and the inode that identifies it. */
record NamespaceLink(String kind, long inode) {

    private static final Pattern TARGET = Pattern.compile("([a-z_]+):\\[(\\d+)]");

    static NamespaceLink read(Path link) {
        String target;
        try {
            target = Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw new BpfException(
                    "The namespace at " + link + " can't be read; it takes a /proc of this process's pid namespace"
                            + " (mount -t proc proc /proc)",
                    e);
        }
        Matcher parts = TARGET.matcher(target);
        if (!parts.matches()) {
            throw new BpfException(link + " is \"" + target + "\" and no namespace; name a link in /proc/PID/ns");
        }
        return new NamespaceLink(parts.group(1), Long.parseLong(parts.group(2)));
    }

    @Override
    public String toString() {
        return kind + ":[" + inode + "]";
    }
}
