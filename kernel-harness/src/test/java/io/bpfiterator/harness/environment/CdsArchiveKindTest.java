package io.bpfiterator.harness.environment;

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
    void is_the_best_that_a_java_has(int version, CdsArchiveKind best) {
        assertThat(knownTo(version)).first().isEqualTo(best);
    }

    @Test
    void is_none_for_a_java_before_17() {
        assertThat(knownTo(11)).isEmpty();
    }

    @Test
    void is_another_where_the_best_can_not_be_made() {
        assertThat(knownTo(25)).containsExactly(CdsArchiveKind.AOT, CdsArchiveKind.JSA);
    }

    @Test
    void before_25_is_written_at_the_exit_and_mapped_where_it_was_made_for() {
        assertThat(CdsArchiveKind.JSA.making(ARCHIVE)).containsExactly("-XX:ArchiveClassesAtExit=/cache/archive");
        assertThat(CdsArchiveKind.JSA.using(ARCHIVE))
                .containsExactly(
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:ArchiveRelocationMode=0",
                        "-XX:SharedArchiveFile=/cache/archive");
    }

    @Test
    void from_25_on_has_no_compiled_code_and_is_used_as_it_was_made() {
        assertThat(CdsArchiveKind.AOT.making(ARCHIVE))
                .contains("-XX:-AOTAdapterCaching", "-XX:-AOTStubCaching")
                .endsWith("-XX:AOTCacheOutput=/cache/archive");
        assertThat(CdsArchiveKind.AOT.using(ARCHIVE))
                .contains("-XX:-AOTAdapterCaching", "-XX:-AOTStubCaching", "-XX:ArchiveRelocationMode=0")
                .endsWith("-XX:AOTCache=/cache/archive");
    }

    @Test
    void is_told_by_its_file_name() {
        assertThat(CdsArchiveKind.AOT.suffix()).isEqualTo(".aot");
        assertThat(CdsArchiveKind.JSA.suffix()).isEqualTo(".jsa");
    }

    private static Stream<CdsArchiveKind> knownTo(int version) {
        return Stream.of(CdsArchiveKind.values()).filter(kind -> kind.isKnownTo(version));
    }
}
