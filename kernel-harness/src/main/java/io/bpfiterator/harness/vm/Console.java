package io.bpfiterator.harness.vm;

import io.bpfiterator.harness.EnvironmentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a guest has printed on its console so far: the kernel's lines, our scripts' lines, and the JVM's. */
record Console(String text) {

    private static final int LAST_LINES = 40;

    private static final Pattern INIT = marker("init at (\\S+)");
    private static final Pattern BOOTED = marker("booted");
    private static final Pattern TASK = marker("task at (\\S+)");
    private static final Pattern AGENT = marker("agent at (\\S+)");
    private static final Pattern STOPPED = marker("stopped: (.*)");
    private static final Pattern EXIT_STATUS = marker("exit status (\\d+)");
    private static final Pattern PANIC = Pattern.compile("Kernel panic - not syncing: (.*)");
    private static final Pattern OUT_OF_MEMORY =
            Pattern.compile("Out of memory|oom-kill|System is deadlocked on memory");

    /** The firmware's and the kernel's colours and movements, which a terminal would obey. */
    private static final Pattern ESCAPES = Pattern.compile("\u001b(?:\\[[0-9;?=]*[A-Za-z]|c)|[\r\u0000]");

    private static Pattern marker(String text) {
        return Pattern.compile("bpf-iterator: " + text);
    }

    /** Reads the file that QEMU writes; one that is not there yet is empty. */
    static Console read(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return new Console(ESCAPES.matcher(text).replaceAll(""));
        } catch (NoSuchFileException e) {
            return new Console("");
        } catch (IOException e) {
            throw new EnvironmentException("The guest's console " + file + " can't be read: " + e, e);
        }
    }

    /** Returns the kernel's uptime in seconds when its first process began; nothing if there was none. */
    Optional<String> initAt() {
        return find(INIT);
    }

    /** Tells whether the guest waits for its task. */
    boolean isBooted() {
        return BOOTED.matcher(text).find();
    }

    /** Returns the kernel's uptime in seconds when the guest was told its task. */
    Optional<String> taskAt() {
        return find(TASK);
    }

    /** Returns the kernel's uptime in seconds when the agent's JVM was to be run. */
    Optional<String> agentAt() {
        return find(AGENT);
    }

    /** Returns why our scripts gave up. */
    Optional<String> stopped() {
        return find(STOPPED);
    }

    Optional<Integer> exitStatus() {
        return find(EXIT_STATUS).map(Integer::valueOf);
    }

    /** Returns why the kernel panicked. */
    Optional<String> panic() {
        return find(PANIC);
    }

    boolean hasRunOutOfMemory() {
        return OUT_OF_MEMORY.matcher(text).find();
    }

    /** Returns the last lines that are not ours. */
    String lastLines() {
        List<String> lines = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("bpf-iterator: "))
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    private Optional<String> find(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }
}
