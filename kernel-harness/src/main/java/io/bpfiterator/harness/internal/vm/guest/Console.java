// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm.guest;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.text.Printable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a guest has printed on its console so far: lines of the kernel, of the guest's scripts, and of the JVM. */
public record Console(String text) {

    private static final int LAST_LINES = 40;

    /** How much of the beginning and of the end is read: a guest prints as much as it wants to. */
    private static final int PART = 2 << 20;

    private static final String UPTIME = "(\\d{1,9}(?:\\.\\d{1,9})?)\\b";

    private static final Pattern INIT = marker("init at " + UPTIME);
    private static final Pattern BOOTED = marker("booted");
    private static final Pattern WARM = marker("warm");
    private static final Pattern TASK = marker("task at " + UPTIME);
    private static final Pattern AGENT = marker("agent at " + UPTIME);
    private static final Pattern STOPPED = marker("stopped: (.*)");
    private static final Pattern EXIT_STATUS = marker("exit status (\\d{1,3})\\b");
    private static final Pattern PANIC = Pattern.compile("Kernel panic - not syncing: (.*)");
    private static final Pattern OUT_OF_MEMORY =
            Pattern.compile("Out of memory|oom-kill|System is deadlocked on memory");

    /** Terminal control sequences of the firmware and the kernel. */
    private static final Pattern ESCAPES = Pattern.compile("\u001b(?:\\[[0-9;?=]*[A-Za-z]|c)|[\r\u0000]");

    private static Pattern marker(String text) {
        return Pattern.compile("bpf-iterator: " + text);
    }

    /** Reads the file that QEMU writes; a file that does not exist yet counts as empty. */
    public static Console read(Path file) {
        try {
            return new Console(ESCAPES.matcher(text(file)).replaceAll(""));
        } catch (FileNotFoundException e) {
            return new Console("");
        } catch (IOException e) {
            throw Failure.failed("Cannot read the guest's console " + file)
                    .because(e)
                    .exception(EnvironmentException::new);
        }
    }

    private static String text(Path file) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r")) {
            long size = opened.length();
            return size <= 2 * PART
                    ? part(opened, 0, size)
                    : part(opened, 0, PART) + "\n…\n" + part(opened, size - PART, PART);
        }
    }

    private static String part(RandomAccessFile file, long start, long length) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(length)];
        file.seek(start);
        file.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Returns the kernel's uptime in seconds when its first process started; empty if it has not started. */
    public Optional<String> initAt() {
        return find(INIT);
    }

    /** Returns whether the guest has booted, and waits for its task or has received it. */
    public boolean isBooted() {
        return BOOTED.matcher(text).find();
    }

    /** Returns whether the guest's agent is warm, and a snapshot may be taken. */
    public boolean isWarm() {
        return WARM.matcher(text).find();
    }

    /** Returns the kernel's uptime in seconds when the guest received its task; empty if it has not. */
    public Optional<String> taskAt() {
        return find(TASK);
    }

    /** Returns the kernel's uptime in seconds when the guest ran the agent's JVM; empty if it has not. */
    public Optional<String> agentAt() {
        return find(AGENT);
    }

    /** Returns why the guest's scripts gave up; empty if they did not. */
    Optional<String> stopped() {
        return find(STOPPED);
    }

    /** Returns the exit status of the guest's task; empty if it has not ended. */
    public Optional<Integer> exitStatus() {
        return find(EXIT_STATUS).map(Integer::valueOf);
    }

    /** Returns why the kernel panicked; empty if it did not. */
    public Optional<String> panic() {
        return find(PANIC);
    }

    boolean hasRunOutOfMemory() {
        return OUT_OF_MEMORY.matcher(text).find();
    }

    /**
     * Returns the last lines, without those of the guest's scripts. They are printed to terminals, so control
     * characters are escaped.
     */
    public String lastLines() {
        List<String> lines = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("bpf-iterator: "))
                .toList();
        return Printable.of(String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
    }

    private Optional<String> find(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }
}
