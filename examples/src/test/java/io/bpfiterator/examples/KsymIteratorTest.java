// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfIterator;
import io.bpfiterator.EnabledIfIterator;
import io.bpfiterator.iterator.IteratorReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@EnabledIfIterator(value = "ksym", since = "6.0")
class KsymIteratorTest {

    @Test
    @BpfIterator(obj = "ksym.bpf.o")
    void listsTheSymbolsOfProcKallsyms(IteratorReader symbols) throws Exception {
        try (Stream<String> first = symbols.stream().limit(1000);
                Stream<String> kallsyms = Files.lines(Path.of("/proc/kallsyms"))) {
            List<String> expected = kallsyms.limit(1000).toList();
            assertThat(first).containsExactlyElementsOf(expected);
        }
    }

    @Test
    @BpfIterator(obj = "ksym.bpf.o")
    void listsAFunctionOfTheKernel(IteratorReader symbols) {
        assertThat(symbols)
                .tableWithoutHeader()
                .column(2)
                .contains("bpf_iter_run_prog")
                .doesNotContain("no_such_symbol");
    }
}
