// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.EnabledOnKernel;
import io.bpfiterator.iterator.CgroupOrder;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.IteratorReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnabledIfIterator(value = "cgroup", since = "6.1")
class CgroupIteratorTest {

    /** The cgroup of this process. */
    private final Path own =
            IteratorOptions.cgroupOfThisProcess(CgroupOrder.SELF_ONLY).directory();

    private Path parent;
    private Path child;

    @BeforeEach
    void createCgroups() throws Exception {
        parent = Files.createDirectory(
                own.resolve("example-" + ProcessHandle.current().pid()));
        child = Files.createDirectory(parent.resolve("child"));
    }

    @AfterEach
    void removeCgroups() throws Exception {
        Files.deleteIfExists(child);
        Files.delete(parent);
    }

    @Test
    @BpfIterator(obj = "cgroup.bpf.o", cgroup = "self", order = CgroupOrder.ANCESTORS_UP)
    void walksFromThisProcessUpToTheRoot(IteratorReader cgroups) throws Exception {
        assertThat(cgroups).tableWithoutHeader().row(0).cell(0).isEqualTo(id(own));
        assertThat(cgroups).tableWithoutHeader().column(1).last().isEqualTo("0");
    }

    @Test
    @BpfTest
    void walksInEachOrder(BpfSession bpf) throws Exception {
        var program = bpf.open("cgroup.bpf.o").load().program("dump_cgroup");

        assertThat(program.pin(IteratorOptions.cgroup(parent, CgroupOrder.DESCENDANTS_PRE)))
                .tableWithoutHeader()
                .column(0)
                .containsExactly(id(parent), id(child));
        assertThat(program.pin(IteratorOptions.cgroup(parent, CgroupOrder.DESCENDANTS_POST)))
                .tableWithoutHeader()
                .column(0)
                .containsExactly(id(child), id(parent));
        assertThat(program.pin(IteratorOptions.cgroup(parent, CgroupOrder.SELF_ONLY)))
                .tableWithoutHeader()
                .column(0)
                .containsExactly(id(parent));
    }

    @Test
    @BpfTest
    @EnabledOnKernel(min = "7.0")
    void walksOnlyTheChildren(BpfSession bpf) throws Exception {
        var program = bpf.open("cgroup.bpf.o").load().program("dump_cgroup");

        assertThat(program.pin(IteratorOptions.cgroup(parent, CgroupOrder.CHILDREN)))
                .tableWithoutHeader()
                .column(0)
                .containsExactly(id(child));
    }

    private static String id(Path cgroup) throws Exception {
        return Files.getAttribute(cgroup, "unix:ino").toString();
    }
}
