// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.bpffs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.internal.libbpf.NativeFaults.Steps;
import io.bpfiterator.internal.process.ProcessIdentity;
import io.bpfiterator.support.EachFault;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each native call for the bpffs that replace a detached one fails in turn. */
@NeedsKernel
class BpffsFaultsTest {

    @Test
    void of_a_mounted_bpffs() throws Exception {
        assertThat(EachFault.of(creates(MountedBpffs::detached), BpffsFaultsTest::removeMounted))
                .isEmpty();
    }

    @Test
    void of_a_directory_in_a_bpffs(@TempDir Path parent) throws Exception {
        run("mount", "-t", "bpf", "bpf", parent.toString());
        try {
            assertThat(EachFault.of(creates(() -> DirectoryInBpffs.create(parent))))
                    .isEmpty();
            assertThat(parent.toFile().list()).noneMatch(name -> name.startsWith(MountedBpffs.PREFIX));
        } finally {
            run("umount", parent.toString());
        }
    }

    private interface Creation {
        Bpffs create();
    }

    private static Steps creates(Creation creation) {
        return () -> {
            try (Bpffs bpffs = creation.create()) {
                assertThat(bpffs.path("tasks").path().getParent()).isDirectory();
            }
        };
    }

    private static void removeMounted() throws Exception {
        String own = MountedBpffs.PREFIX + ProcessIdentity.current().text() + "-*";
        try (DirectoryStream<Path> left =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), own)) {
            for (Path directory : left) {
                MountedBpffs.remove(directory);
            }
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
}
