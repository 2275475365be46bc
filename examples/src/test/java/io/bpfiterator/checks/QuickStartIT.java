package io.bpfiterator.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpfiterator.support.Slow;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's quick start works in any directory, with the jars that this build has made. */
@Slow
class QuickStartIT {

    @Test
    void its_test_passes(@TempDir Path directory) throws Exception {
        String log =
                UserProject.copy("quickstart", directory.resolve("bpf-tests")).testsPass();

        assertThat(log).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
    }
}
