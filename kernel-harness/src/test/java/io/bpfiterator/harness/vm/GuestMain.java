package io.bpfiterator.harness.vm;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stands in for the agent in a guest: answers each line that comes through the port, as its first word says. */
final class GuestMain {

    private GuestMain() {}

    public static void main(String[] arguments) throws IOException {
        try (RandomAccessFile port = new RandomAccessFile(arguments[arguments.length - 1], "rw")) {
            port.write("ready\n".getBytes(StandardCharsets.UTF_8));
            for (String line = port.readLine(); line != null; line = port.readLine()) {
                String[] words = line.split(" ", 2);
                String answer =
                        switch (words[0]) {
                            case "read" ->
                                Files.readString(Path.of(words[1])).strip().replace('\n', ' ');
                            case "write" ->
                                Files.writeString(Path.of(words[1]), "from the guest")
                                        .toString();
                            case "variable" -> System.getenv(words[1]);
                            case "directory" -> Path.of("").toAbsolutePath().toString();
                            case "eat" -> eat();
                            default -> exit(Integer.parseInt(words[1]));
                        };
                port.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static String write(Path file) {
        try {
            return Files.writeString(file, "from the guest").toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String exit(int status) {
        System.exit(status);
        return "";
    }

    /** Takes more memory than a small guest has, and touches it. */
    private static String eat() {
        byte[][] eaten = new byte[1 << 10][];
        for (int i = 0; i < eaten.length; i++) {
            eaten[i] = new byte[1 << 20];
            java.util.Arrays.fill(eaten[i], (byte) 1);
        }
        return String.valueOf(eaten.length);
    }
}
