// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamespaceLinkTest {

    @Test
    void has_a_kind_and_an_inode() {
        NamespaceLink link = NamespaceLink.read(Path.of("/proc/self/ns/net"));

        assertThat(link.kind()).isEqualTo("net");
        assertThat(link).hasToString("net:[" + link.inode() + "]");
    }

    @Test
    void that_cannot_be_read_fails_with_a_remedy() {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> NamespaceLink.read(Path.of("/no/ns/net")))
                .withMessage("Cannot read the namespace link /no/ns/net: it does not exist."
                        + " Mount the /proc of this process's pid namespace: mount -t proc proc /proc.");
    }

    @Test
    void to_something_else_is_refused(@TempDir Path directory) throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("elsewhere"));

        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> NamespaceLink.read(link))
                .withMessage(link + " is not a link to a namespace: its target is \"elsewhere\". Name a link in"
                        + " /proc/PID/ns.");
    }
}
