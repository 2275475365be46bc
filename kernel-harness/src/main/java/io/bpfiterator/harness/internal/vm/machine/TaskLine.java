// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.machine;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * The line through which a guest receives its task. It has what a machine that resumes from a snapshot lacks: the time,
 * and random bytes of its own.
 *
 * @param directory the run's directory
 * @param mode {@code warm} to warm up an agent; empty otherwise
 */
public record TaskLine(Path directory, String mode) {

    private static final int SEED_BITS = 256;

    private static final SecureRandom RANDOM = new SecureRandom();

    TaskLine(Path directory) {
        this(directory, "");
    }

    public ByteBuffer encoded() {
        String seed = new BigInteger(SEED_BITS, RANDOM).toString(Character.MAX_RADIX);
        return StandardCharsets.UTF_8.encode(
                String.join(" ", String.valueOf(Instant.now().getEpochSecond()), directory.toString(), seed, mode)
                        + "\n");
    }
}
