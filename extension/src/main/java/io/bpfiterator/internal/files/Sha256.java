// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.files;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes SHA-256 hashes. */
public final class Sha256 {

    private Sha256() {}

    /** Returns the hash of the bytes in hexadecimal, as {@code sha256sum(1)} prints it. */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(digest(bytes));
    }

    /** Returns the 32 bytes of the hash of the bytes. */
    public static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot hash with SHA-256, which every JDK supports.", e);
        }
    }
}
