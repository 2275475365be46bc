// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.kernel;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;
import static io.bpfiterator.assertj.BpfAssertions.assertThatExceptionOfType;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.support.NeedsKernel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The configuration of the kernel, from a file that the user names. */
@Isolated("sets a system property")
class KernelConfigTest {

    private static final String SETTING = "bpfiterator.kconfig";
    private static final String CONFIG = "CONFIG_HZ=123\nCONFIG_BPF_SYSCALL=y\n# CONFIG_MADE_UP is not set\n";

    @TempDir
    private Path directory;

    @AfterEach
    void unset() {
        System.clearProperty(SETTING);
    }

    private Path compressed() throws IOException {
        Path file = directory.resolve("config.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(CONFIG.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    @Test
    void is_plain_or_compressed_and_says_which_options_are_not_set() throws Exception {
        String expected = "CONFIG_HZ=123\nCONFIG_BPF_SYSCALL=y\nCONFIG_MADE_UP=n\n";
        assertThat(KernelConfig.read(Files.writeString(directory.resolve("config"), CONFIG)))
                .isEqualTo(expected);
        assertThat(KernelConfig.read(compressed())).isEqualTo(expected);
    }

    @Test
    void cannot_be_read_from_a_missing_file() {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> KernelConfig.read(directory.resolve("absent")))
                .withMessageContainingAll("Cannot read the kernel's configuration ", "Correct bpfiterator.kconfig");
    }

    @Test
    @NeedsKernel
    @BpfTest
    void fills_in_the_variables_of_a_program(BpfSession bpf) throws Exception {
        System.setProperty(SETTING, compressed().toString());
        assertThat(bpf.open("/kconfig.bpf.o")
                        .load()
                        .program("show_config")
                        .pin(IteratorOptions.none())
                        .text())
                .isEqualTo("123 1 0\n");
    }
}
