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

    private Path made() throws Exception {
        return Files.createDirectory(directory.resolve("made"), ProcessDirectories.OWNER_ONLY);
    }

    @Test
    void has_the_id_that_its_files_have() throws Exception {
        assertThat(CurrentUser.id()).isEqualTo(Files.getAttribute(made(), "unix:uid"));
    }

    @Test
    void has_a_private_directory_where_only_it_can_enter_one_of_its_own() throws Exception {
        assertThat(CurrentUser.hasPrivate(made())).isTrue();
    }

    @Test
    void has_none_where_others_can_enter() throws Exception {
        Path open = Files.setPosixFilePermissions(made(), PosixFilePermissions.fromString("rwx--x---"));

        assertThat(CurrentUser.hasPrivate(open)).isFalse();
    }

    @Test
    void has_none_behind_a_link_in_a_file_or_nowhere() throws Exception {
        assertThat(CurrentUser.hasPrivate(Files.createSymbolicLink(directory.resolve("link"), made())))
                .isFalse();
        assertThat(CurrentUser.hasPrivate(Files.createFile(directory.resolve("file"), ProcessDirectories.OWNER_ONLY)))
                .isFalse();
        assertThat(CurrentUser.hasPrivate(directory.resolve("nowhere"))).isFalse();
    }

    @Test
    @NeedsKernel
    void has_none_that_belongs_to_another_user() throws Exception {
        assumeTrue(CurrentUser.id() == 0, "only root gives directories away");
        Path made = made();
        Files.setAttribute(made, "unix:uid", 12345);

        assertThat(CurrentUser.hasPrivate(made)).isFalse();
    }
}
