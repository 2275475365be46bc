// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Signs an archive with an OpenPGP key (RFC 4880, with EdDSA as in GnuPG), so that tests require only the verifier that
 * apt depends on.
 */
final class SigningKey {

    private static final byte[] ED25519 = HexFormat.of().parseHex("092b06010401da470f01");
    private static final int EDDSA = 22;
    private static final int SHA512 = 10;

    private static final int DETACHED = 0x00;
    private static final int CERTIFICATION = 0x13;

    private static final int TAG_SIGNATURE = 2;
    private static final int TAG_KEY = 6;
    private static final int TAG_USER = 13;

    private static final int SUBPACKET_CREATION = 2;
    private static final int SUBPACKET_ISSUER = 16;
    private static final int SUBPACKET_KEY_FLAGS = 27;
    private static final int SUBPACKET_FINGERPRINT = 33;

    private static final byte[] USER = "bpf-iterator test".getBytes(StandardCharsets.UTF_8);

    private final KeyPair pair;
    private final int created = (int) Instant.now().minusSeconds(60).getEpochSecond();
    private final byte[] body;
    private final byte[] fingerprint;

    SigningKey() throws GeneralSecurityException {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        body = concat(
                new byte[] {4}, number(4, created), new byte[] {EDDSA}, ED25519, mpi(concat(new byte[] {0x40}, point)));
        fingerprint = MessageDigest.getInstance("SHA-1").digest(framed());
    }

    /** Returns the id of the key, as GnuPG prints it. */
    String id() {
        return HexFormat.of().withUpperCase().formatHex(fingerprint, 12, 20);
    }

    /** Returns the public key, for a file that {@code Signed-By} names. */
    String publicKey() throws GeneralSecurityException {
        byte[] certified = concat(framed(), new byte[] {(byte) 0xb4}, number(4, USER.length), USER);
        return armored(
                "PUBLIC KEY BLOCK",
                concat(
                        packet(TAG_KEY, body),
                        packet(TAG_USER, USER),
                        signature(CERTIFICATION, certified, subpacket(SUBPACKET_KEY_FLAGS, new byte[] {3}))));
    }

    /** Returns the content of {@code Release.gpg}. */
    byte[] sign(byte[] file) throws GeneralSecurityException {
        return armored("SIGNATURE", signature(DETACHED, file, new byte[0])).getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] framed() {
        return concat(new byte[] {(byte) 0x99}, number(2, body.length), body);
    }

    private byte[] signature(int type, byte[] data, byte[] more) throws GeneralSecurityException {
        byte[] subpackets = concat(
                subpacket(SUBPACKET_FINGERPRINT, concat(new byte[] {4}, fingerprint)),
                subpacket(SUBPACKET_CREATION, number(4, created)),
                more);
        byte[] hashed = concat(new byte[] {4, (byte) type, EDDSA, SHA512}, number(2, subpackets.length), subpackets);
        MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
        sha512.update(data);
        sha512.update(hashed);
        byte[] digest = sha512.digest(concat(new byte[] {4, (byte) 0xff}, number(4, hashed.length)));
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(digest);
        byte[] signed = signer.sign();
        byte[] issuer = subpacket(SUBPACKET_ISSUER, Arrays.copyOfRange(fingerprint, 12, 20));
        return packet(
                TAG_SIGNATURE,
                concat(
                        hashed,
                        number(2, issuer.length),
                        issuer,
                        Arrays.copyOf(digest, 2),
                        mpi(Arrays.copyOf(signed, 32)),
                        mpi(Arrays.copyOfRange(signed, 32, 64))));
    }

    private static byte[] packet(int tag, byte[] content) {
        return concat(new byte[] {(byte) (0xc0 | tag), (byte) 0xff}, number(4, content.length), content);
    }

    private static byte[] subpacket(int type, byte[] content) {
        return concat(new byte[] {(byte) (content.length + 1), (byte) type}, content);
    }

    /** Encodes a number, preceded by its length in bits without leading zeros. */
    private static byte[] mpi(byte[] bytes) {
        int start = 0;
        while (bytes[start] == 0) {
            start++;
        }
        byte[] digits = Arrays.copyOfRange(bytes, start, bytes.length);
        int bits = digits.length * 8 - (Integer.numberOfLeadingZeros(digits[0] & 0xff) - 24);
        return concat(number(2, bits), digits);
    }

    private static byte[] number(int bytes, int value) {
        return Arrays.copyOfRange(ByteBuffer.allocate(4).putInt(value).array(), 4 - bytes, 4);
    }

    private static String armored(String kind, byte[] packets) {
        return "-----BEGIN PGP " + kind + "-----\n\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(packets) + "\n=" + checksum(packets)
                + "\n-----END PGP " + kind + "-----\n";
    }

    /** Computes the CRC-24 of section 6.1. */
    private static String checksum(byte[] packets) {
        int crc = 0xb704ce;
        for (byte each : packets) {
            crc ^= (each & 0xff) << 16;
            for (int bit = 0; bit < 8; bit++) {
                crc <<= 1;
                if ((crc & 0x1000000) != 0) {
                    crc ^= 0x1864cfb;
                }
            }
        }
        return Base64.getEncoder().encodeToString(number(3, crc & 0xffffff));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
