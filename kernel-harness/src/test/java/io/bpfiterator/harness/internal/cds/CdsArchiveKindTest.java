// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.cds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CdsArchiveKindTest {

    private static final Path ARCHIVE = Path.of("/cache/archive");

    @ParameterizedTest
    @CsvSource({"17, JSA", "21, JSA", "24, JSA", "25, AOT", "26, AOT"})
    void is_the_best_that_a_java_supports(int version, CdsArchiveKind best) {
        assertThat(supportedBy(version)).first().isEqualTo(best);
    }

    @Test
    void is_none_for_a_java_before_17() {
        assertThat(supportedBy(11)).isEmpty();
    }

    @Test
    void falls_back_to_another_one() {
        assertThat(supportedBy(25)).containsExactly(CdsArchiveKind.AOT, CdsArchiveKind.JSA);
    }

    @Test
    void before_25_is_created_at_exit_and_mapped_without_relocation() {
        assertThat(CdsArchiveKind.JSA.createArguments(ARCHIVE))
                .containsExactly("-XX:ArchiveClassesAtExit=/cache/archive");
        assertThat(CdsArchiveKind.JSA.useArguments(ARCHIVE))
                .containsExactly(
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:ArchiveRelocationMode=0",
                        "-XX:SharedArchiveFile=/cache/archive");
    }

    @Test
    void since_25_contains_no_compiled_code_and_is_used_with_the_same_options() {
        assertThat(CdsArchiveKind.AOT.createArguments(ARCHIVE))
                .contains("-XX:-AOTAdapterCaching", "-XX:-AOTStubCaching")
                .endsWith("-XX:AOTCacheOutput=/cache/archive");
        assertThat(CdsArchiveKind.AOT.useArguments(ARCHIVE))
                .contains("-XX:-AOTAdapterCaching", "-XX:-AOTStubCaching", "-XX:ArchiveRelocationMode=0")
                .endsWith("-XX:AOTCache=/cache/archive");
    }

    @Test
    void has_a_file_suffix() {
        assertThat(CdsArchiveKind.AOT.suffix()).isEqualTo(".aot");
        assertThat(CdsArchiveKind.JSA.suffix()).isEqualTo(".jsa");
    }

    private static Stream<CdsArchiveKind> supportedBy(int version) {
        return Stream.of(CdsArchiveKind.values()).filter(kind -> kind.isSupportedBy(version));
    }
}
