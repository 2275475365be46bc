// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountsTest {

    private final Mounts mounts = new Mounts(List.of(new Bind("/usr", new Volume("/usr"), AccessMode.ro)));

    private Path project;
    private Path classes;
    private Path elsewhere;

    @BeforeEach
    void create_directories(@TempDir Path directory) throws Exception {
        Path real = directory.toRealPath();
        project = Files.createDirectory(real.resolve("project"));
        classes = Files.createDirectory(project.resolve("classes"));
        elsewhere = Files.createDirectory(real.resolve("elsewhere"));
    }

    private List<String> binds() {
        return mounts.binds().stream().skip(1).map(Bind::toString).toList();
    }

    private static String bind(Path path, String mode) {
        return path + ":" + path + ":" + mode;
    }

    @Test
    void include_each_directory_once() {
        mounts.readOnly(project);
        mounts.readOnly(classes);
        mounts.readOnly(project.resolve("../project/classes"));
        mounts.readOnly(Path.of("/usr/share"));

        assertThat(binds()).containsExactly(bind(project, "ro"));
    }

    @Test
    void include_the_target_of_a_link() throws Exception {
        Path link = Files.createSymbolicLink(project.resolve("link"), elsewhere);
        mounts.readOnly(project);
        mounts.readOnly(link);

        assertThat(binds()).containsExactly(bind(project, "ro"), bind(elsewhere, "ro"));
    }

    @Test
    void do_not_include_the_root_directory() {
        mounts.readOnly(Path.of("/"));

        assertThat(binds()).isEmpty();
    }

    @Test
    void can_be_writable_in_a_read_only_directory() {
        mounts.readOnly(project);
        mounts.writable(classes);
        mounts.writable(project.resolve("missing"));

        assertThat(binds()).containsExactly(bind(project, "ro"), bind(classes, "rw"));
    }
}
