// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Replaces the agent in a guest: runs the command in each line from the port, and sends its result. */
final class GuestMain {

    private GuestMain() {}

    public static void main(String[] arguments) throws IOException {
        try (RandomAccessFile port = new RandomAccessFile(arguments[arguments.length - 1], "rw")) {
            port.write("ready\n".getBytes(StandardCharsets.UTF_8));
            for (String line = port.readLine(); line != null; line = port.readLine()) {
                String[] parts = line.split(" ", 2);
                port.write((answer(parts[0], parts[1]) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static String answer(String command, String argument) {
        try {
            return switch (command) {
                case "read" -> Files.readString(Path.of(argument)).strip().replace('\n', ' ');
                case "write" ->
                    Files.writeString(Path.of(argument), "from the guest").toString();
                case "run" -> run(argument);
                case "variable" -> System.getenv(argument);
                case "directory" ->
                    Path.of(argument).toAbsolutePath().normalize().toString();
                case "switch" -> switchCode(Path.of(argument));
                case "eat" -> eat(Integer.parseInt(argument));
                default -> exit(Integer.parseInt(argument));
            };
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Runs a shell command, and returns its exit status and its output in one line. */
    private static String run(String command) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.onExit().join().exitValue() + " " + output.strip().replace('\n', ' ');
    }

    private static String exit(int status) {
        System.exit(status);
        return "";
    }

    /** Switches a static key on and off for 10 seconds. Each time, Linux patches code that another thread executes. */
    private static String switchCode(Path key) throws IOException {
        AtomicBoolean done = new AtomicBoolean();
        Thread sleeper = new Thread(() -> {
            while (!done.get()) {
                LockSupport.parkNanos(1);
            }
        });
        sleeper.start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        for (int i = 0; System.nanoTime() < end; i++) {
            Files.writeString(key, i % 2 == 0 ? "1" : "0");
        }
        done.set(true);
        return "switched";
    }

    /** Allocates memory and writes to it, so that the guest needs the pages. */
    private static String eat(int megabytes) {
        byte[][] eaten = new byte[megabytes][];
        for (int i = 0; i < eaten.length; i++) {
            eaten[i] = new byte[1 << 20];
            Arrays.fill(eaten[i], (byte) 1);
        }
        return String.valueOf(eaten.length);
    }
}
