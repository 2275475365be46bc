// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.environment;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;

/**
 * The file to which JaCoCo writes the coverage of this JVM, and to which that of agents is added. JaCoCo merges what
 * several JVMs append to one file.
 */
record JacocoFile(Path path) {

    private static final String FILE = "destfile";
    private static final String OUTPUT = "output";

    /** Options about what JaCoCo writes, and where. */
    private static final List<String> ABOUT_OUTPUT =
            List.of(FILE, OUTPUT, "append", "dumponexit", "classdumpdir", "jmx", "address", "port");

    private static final int BLOCK_HEADER = 0x01;
    private static final int BLOCK_SESSION = 0x10;
    private static final int BLOCK_CLASS = 0x11;
    private static final int MAGIC_NUMBER = 0xC0C0;
    private static final int FORMAT_VERSION = 0x1007;

    /**
     * Returns the file that JaCoCo writes with some options; empty if it sends the coverage over a connection instead,
     * which only one JVM can have.
     */
    static Optional<JacocoFile> writtenBy(String options) {
        return option(options, OUTPUT).orElse("file").equals("file")
                ? Optional.of(new JacocoFile(
                        Path.of(option(options, FILE).orElse("jacoco.exec")).toAbsolutePath()))
                : Optional.empty();
    }

    /** Returns options with which JaCoCo records the coverage in the same way, and does not write it. */
    static String withoutOutput(String options) {
        Stream<String> kept = Arrays.stream(options.split(","))
                .filter(option -> !option.isEmpty() && !ABOUT_OUTPUT.contains(option.split("=", 2)[0]));
        return Stream.concat(kept, Stream.of(OUTPUT + "=none")).collect(Collectors.joining(","));
    }

    private static Optional<String> option(String options, String name) {
        return Arrays.stream(options.split(","))
                .filter(option -> option.startsWith(name + "="))
                .map(option -> option.substring(name.length() + 1))
                .findFirst();
    }

    /**
     * Appends the coverage that an agent has sent.
     *
     * @param environment the environment's name, for messages
     * @throws EnvironmentException if it is not in JaCoCo's format, or the file cannot be written
     */
    void append(Path received, String environment) {
        String what = "Cannot add the coverage of " + environment + " to " + path;
        try {
            check(received);
        } catch (EOFException | DataFormatException e) {
            throw Failure.invalid(what)
                    .because("the agent sent something else than JaCoCo writes")
                    .remedy("Use JaCoCo 0.7.5 or newer")
                    .causedBy(e)
                    .exception(EnvironmentException::new);
        } catch (IOException e) {
            throw Failure.failed(what).because(e).exception(EnvironmentException::new);
        }
        try {
            append(Files.readAllBytes(received));
        } catch (IOException e) {
            throw Failure.failed(what)
                    .because(e)
                    .remedy("Check that the file is writable and its disk has free space")
                    .exception(EnvironmentException::new);
        }
    }

    /** Appends under the lock that JaCoCo uses. Environments that end at the same time take turns. */
    private void append(byte[] coverage) throws IOException {
        Files.createDirectories(path.getParent());
        synchronized (JacocoFile.class) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    FileLock lock = file.lock()) {
                file.write(ByteBuffer.wrap(coverage));
                lock.release();
            }
        }
    }

    /** Checks that a file consists of whole blocks of JaCoCo's format, so that it cannot damage those before it. */
    private static void check(Path received) throws IOException, DataFormatException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(received)))) {
            requireFormat(in.read() == BLOCK_HEADER);
            requireHeader(in);
            int block;
            while ((block = in.read()) >= 0) {
                switch (block) {
                    case BLOCK_HEADER -> requireHeader(in);
                    case BLOCK_SESSION -> {
                        in.readUTF();
                        in.skipNBytes(2 * Long.BYTES);
                    }
                    case BLOCK_CLASS -> {
                        in.skipNBytes(Long.BYTES);
                        in.readUTF();
                        in.skipNBytes((probes(in) + Byte.SIZE - 1) / Byte.SIZE);
                    }
                    default -> requireFormat(false);
                }
            }
        }
    }

    private static void requireHeader(DataInputStream in) throws IOException, DataFormatException {
        requireFormat(in.readChar() == MAGIC_NUMBER && in.readChar() == FORMAT_VERSION);
    }

    /** Reads a number whose bytes have seven bits each, the lowest first. */
    private static long probes(DataInputStream in) throws IOException, DataFormatException {
        long number = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            int next = in.readUnsignedByte();
            number |= (long) (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                return number;
            }
        }
        throw new DataFormatException("a number has too many bytes");
    }

    private static void requireFormat(boolean condition) throws DataFormatException {
        if (!condition) {
            throw new DataFormatException("not a block of JaCoCo's format");
        }
    }
}
