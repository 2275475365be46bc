// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.EnabledOnKernel;
import io.bpfiterator.iterator.BpfLink;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.object.BpfObject;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** A link with several pins, without a pin, and with a replaced program. */
@BpfTest
class LinkTest {

    private static final long PID = ProcessHandle.current().pid();

    @Test
    @EnabledOnKernel(min = "6.1") // for the thread's id
    void isReadThroughTwoPinsAndWithoutAPin(BpfSession bpf) {
        BpfObject object = bpf.open("two_programs.bpf.o").load();
        BpfLink link = object.program("dump_pid").attach(IteratorOptions.thread(PID));

        assertThat(link.pin().reader()).text().isEqualTo(PID + "\n");
        assertThat(link.pin().reader()).text().isEqualTo(PID + "\n");
        assertThat(link.reader()).text().isEqualTo(PID + "\n");
        assertThat(link.info().tid()).isEqualTo((int) PID);
    }

    @Test
    @EnabledOnKernel(min = "6.1") // for the thread's id
    void replacesTheProgramUnderAnExistingPin(BpfSession bpf) {
        BpfObject object = bpf.open("two_programs.bpf.o").load();
        BpfLink link = object.program("dump_pid").attach(IteratorOptions.thread(PID));
        IteratorReader reader = link.pin().reader();
        assertThat(reader).text().isEqualTo(PID + "\n");

        link.update(object.program("dump_comm"));

        assertThat(reader).text().isEqualTo("java\n");
    }

    @Test
    void mayBeClosedDuringARun(BpfSession bpf) throws Exception {
        BpfObject object = bpf.open("two_programs.bpf.o").load();
        BpfLink link = object.program("dump_pid").attach();
        try (InputStream run = link.reader().withChunkSize(4).open()) {
            byte[] first = run.readNBytes(1);
            link.close();
            assertThat(first).hasSize(1);
            assertThat(run.readAllBytes()).isNotEmpty();
        }
    }
}
