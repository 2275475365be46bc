// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bpfiterator.BpfSession;
import io.bpfiterator.btf.Layout;
import io.bpfiterator.internal.loading.LoadedObject;
import io.bpfiterator.iterator.IteratorReader;
import io.bpfiterator.map.MapType;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {

    record Number(int value) {}

    private static final Layout<Number> NUMBER = Layout.ofNumbers(Number.class);

    private final Session session = new Session(SessionTest.class);

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    @NeedsKernel
    void remembers_its_objects_for_the_report_oldest_first() {
        var tasks = session.open("/task.bpf.o").load();
        var output = session.open("/output.bpf.o").load();

        assertThat(session.objects()).containsExactly((LoadedObject) tasks, (LoadedObject) output);
    }

    @Test
    void remembers_its_readers_for_the_report_oldest_first() {
        IteratorReader one = session.reader(Path.of("/sys/fs/bpf/one"));
        IteratorReader other = session.reader(Path.of("/sys/fs/bpf/other"));

        assertThat(session.readers()).containsExactly(one, other);
    }

    @Test
    void that_is_closed_says_so_before_it_looks_at_what_is_asked() {
        session.close();

        List<ThrowingCallable> mistakes = List.of(
                () -> session.open("nowhere.bpf.o"),
                () -> session.map("not a reference"),
                () -> session.map(MapType.HASH, "a", Integer.class, Integer.class, -1),
                () -> session.map(MapType.HASH, "a", NUMBER, NUMBER, -1),
                () -> session.perCpuMap(MapType.HASH, "a", Integer.class, Integer.class, -1));
        assertThat(mistakes).allSatisfy(mistake -> assertThatIllegalStateException()
                .isThrownBy(mistake)
                .withMessageStartingWith("The BPF session is closed: "));
    }

    @Test
    void knows_how_many_cpus_the_kernel_may_have() throws Exception {
        String numbers = Files.readString(Path.of("/sys/devices/system/cpu/possible"));
        String last = numbers.strip().replaceFirst(".*\\D", "");

        assertThat(BpfSession.possibleCpus()).isEqualTo(Integer.parseInt(last) + 1);
    }
}
