// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.loading.ObjectFile;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.ProgramInfo;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapInfo;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.NeedsKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that every example is the same for the kernel, whether libbpf or a template loads it. */
@NeedsKernel
class TemplatesTest {

    private static final Path OBJECTS = Path.of("target", "test-classes", "io", "bpfiterator", "examples");

    private static final String COVERAGE = "bpfiterator.coverage";

    private static String configured = "";

    /** Probes make a template's program differ from libbpf's. */
    @BeforeAll
    static void loadWithoutProbes() {
        configured = System.getProperty(COVERAGE, "false");
        System.setProperty(COVERAGE, "false");
    }

    @AfterAll
    static void restoreTheSetting() {
        System.setProperty(COVERAGE, configured);
    }

    static List<Path> objects() throws IOException {
        try (Stream<Path> files = Files.list(OBJECTS)) {
            return files.filter(file -> file.toString().endsWith(".bpf.o"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("objects")
    void a_load_by_a_template_equals_one_by_libbpf(Path file) {
        ObjectFile object = ObjectFile.read(file);
        List<String> expected = facts(object, true); // with debug, libbpf loads it
        assertThat(expected).isNotEmpty();
        assertThat(facts(object, false)).isEqualTo(expected);
        assertThat(facts(object, false)).isEqualTo(expected);
    }

    private static List<String> facts(ObjectFile file, boolean debug) {
        try (BpfObject object = OpenedObject.open(file, debug).load()) {
            return Stream.concat(
                            object.programs().stream().map(TemplatesTest::describe),
                            object.maps().stream().map(TemplatesTest::describe))
                    .toList();
        } catch (BpfException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static String describe(BpfProgram program) {
        ProgramInfo info = program.info();
        return program + ": tag " + info.tag() + ", " + info.translatedBytes() + " bytes, " + info.functions()
                + " functions";
    }

    private static String describe(BpfMap<byte[], byte[]> map) {
        MapInfo info = map.info();
        return map.name() + ": " + info.typeName() + ", keys " + info.keySize() + ", values " + info.valueSize()
                + ", entries " + info.maxEntries() + ", flags " + info.flags() + ", types " + info.btfKeyType()
                + " and "
                + info.btfValueType();
    }
}
