// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.btf;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** BTF of a kernel that ends too early is refused. */
class CutOffBtfTest {

    @Test
    void is_refused_wherever_it_ends(@TempDir Path directory) throws Exception {
        byte[] whole = BtfBuilder.ofIntegers(1, 2, 4, 8);
        for (int length = 0; length < whole.length; length++) {
            Path file = Files.write(directory.resolve("vmlinux"), Arrays.copyOf(whole, length));

            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> Btf.read(file))
                    .returns(Reason.ABSENT, BpfException::reason)
                    .withMessageMatching(
                            "The kernel's BTF at .*/vmlinux is not usable: .*\\.BTF.*\\. Use another kernel, .*");
        }
    }
}
