// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentUserTest {

    @TempDir
    private Path directory;

    private Path created() throws Exception {
        return Files.createDirectory(directory.resolve("created"), ProcessDirectories.OWNER_ONLY);
    }

    @Test
    void has_the_id_of_the_owner_of_its_files() throws Exception {
        assertThat(CurrentUser.id()).isEqualTo(Files.getAttribute(created(), "unix:uid"));
    }

    @Test
    void has_a_private_directory_if_only_it_may_enter() throws Exception {
        assertThat(CurrentUser.hasPrivate(created())).isTrue();
    }

    @Test
    void has_no_private_directory_if_others_may_enter() throws Exception {
        Path open = Files.setPosixFilePermissions(created(), PosixFilePermissions.fromString("rwx--x---"));

        assertThat(CurrentUser.hasPrivate(open)).isFalse();
    }

    @Test
    void does_not_accept_a_link_a_file_or_a_missing_path() throws Exception {
        assertThat(CurrentUser.hasPrivate(Files.createSymbolicLink(directory.resolve("link"), created())))
                .isFalse();
        assertThat(CurrentUser.hasPrivate(Files.createFile(directory.resolve("file"), ProcessDirectories.OWNER_ONLY)))
                .isFalse();
        assertThat(CurrentUser.hasPrivate(directory.resolve("nowhere"))).isFalse();
    }

    @Test
    @NeedsKernel
    void does_not_accept_a_directory_of_another_user() throws Exception {
        assumeTrue(CurrentUser.id() == 0, "requires root to change the owner");
        Path created = created();
        Files.setAttribute(created, "unix:uid", 12345);

        assertThat(CurrentUser.hasPrivate(created)).isFalse();
    }
}
